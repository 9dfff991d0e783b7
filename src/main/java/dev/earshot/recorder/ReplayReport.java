package dev.earshot.recorder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay.
 *
 * @param recorded the log as it was
 * @param replayed the log as it is now
 * @param sentThen what was said to the service, by the number of the session
 * @param sentNow the same as it is now, from session 1 on
 * @param missed what had its turn in the recording and did not come about this time
 */
public record ReplayReport(
        List<String> recorded,
        List<String> replayed,
        Map<Integer, List<String>> sentThen,
        List<List<String>> sentNow,
        List<String> missed) {

    /** The first difference, in lines; empty where there is none. */
    public Optional<String> difference(boolean whole) {
        return first("the log", recorded, replayed, whole).or(() -> sentDifference(whole));
    }

    private Optional<String> sentDifference(boolean whole) {
        int sessions = Math.max(
                sentNow.size(),
                sentThen.keySet().stream().mapToInt(Integer::intValue).max().orElse(0));
        for (int session = 1; session <= sessions; session++) {
            Optional<String> found = first(
                    "what session " + session + " is told",
                    sentThen.getOrDefault(session, List.of()),
                    session <= sentNow.size() ? sentNow.get(session - 1) : List.of(),
                    whole);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Of a recording that is cut the last that happened may not have been written. */
    private static Optional<String> first(String of, List<String> then, List<String> now, boolean whole) {
        int compared = whole ? Math.max(then.size(), now.size()) : then.size();
        for (int i = 0; i < compared; i++) {
            String was = at(then, i);
            String is = at(now, i);
            if (was == null || !was.equals(is)) {
                return Optional.of(of + " differs at entry " + (i + 1) + " (" + then.size() + " recorded, " + now.size()
                        + " replayed)\n  recorded: " + shown(was) + "\n  replayed: " + shown(is));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String at(List<String> entries, int index) {
        return index < entries.size() ? entries.get(index) : null;
    }

    private static String shown(@Nullable String entry) {
        return entry == null ? "(nothing)" : entry;
    }

    public int sent() {
        return sentThen.values().stream().mapToInt(List::size).sum();
    }
}
