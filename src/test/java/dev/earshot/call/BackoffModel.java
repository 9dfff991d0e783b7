package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.FakeService.Dialled;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When the next attempt may and must follow one that failed, by the settings that {@link FakedCall} has, without jitter. */
final class BackoffModel {
    private static final long MIN = 200;
    private static final long MAX = 5_000;
    private static final long STABLE = 10_000;

    private final long retryAfter;
    private final Set<Dialled> refused = new HashSet<>();
    private final Set<Dialled> mayHaveWorked = new HashSet<>();

    BackoffModel(Duration retryAfter) {
        this.retryAfter = retryAfter.toMillis();
    }

    void onRefused(Dialled attempt) {
        refused.add(attempt);
    }

    /** It has said a transcript: if that was of a turn, its end starts the count anew. */
    void onTranscript(Dialled session) {
        mayHaveWorked.add(session);
    }

    /** On one track: an attempt that follows the end of the one before comes exactly when it is due. */
    void check(String story, List<Dialled> attempts) {
        int inARow = 0;
        boolean known = true;
        for (int i = 0; i + 1 < attempts.size(); i++) {
            Dialled failed = attempts.get(i);
            Dialled next = attempts.get(i + 1);
            if (!failed.over() || next.atMillis() < failed.endedAtMillis()) {
                known = false; // a rotation: two that live side by side have a count each
                continue;
            }
            long waited = next.atMillis() - failed.endedAtMillis();
            boolean stable = failed.acknowledged() && failed.endedAtMillis() - failed.readyAtMillis() >= STABLE;
            inARow = stable ? 1 : inARow + 1;
            known = (known || stable) && !mayHaveWorked.contains(failed);
            if (known) {
                assertThat(waited).as("%s: before attempt %d", story, i + 2).isEqualTo(due(failed, inARow));
            } else {
                assertThat(waited).as("%s: before attempt %d", story, i + 2).isGreaterThanOrEqualTo(floor(failed));
            }
        }
    }

    /** On more than one: attempts that follow failures are apart, and nobody asks again before he may. */
    void checkApart(String story, List<Dialled> attempts) {
        for (Dialled each : refused) {
            assertThat(attempts.stream()
                            .filter(next -> next.atMillis() > each.endedAtMillis())
                            .map(next -> next.atMillis() - each.endedAtMillis()))
                    .as("%s: after a refusal", story)
                    .allMatch(waited -> waited >= retryAfter);
        }
        long first = attempts.get(0).atMillis();
        long afterFailures =
                attempts.stream().filter(each -> each.atMillis() > first).count();
        long passed = attempts.get(attempts.size() - 1).atMillis() - first;
        assertThat(afterFailures).as("%s: in %d ms", story, passed).isLessThanOrEqualTo(2 + passed / MIN);
    }

    private long due(Dialled failed, int inARow) {
        long doubled = Math.min(MAX, MIN << Math.min(20, inARow - 1));
        return Math.max(doubled, refused.contains(failed) ? retryAfter : 0);
    }

    private long floor(Dialled failed) {
        return refused.contains(failed) ? retryAfter : MIN;
    }
}
