package dev.earshot.simulator.caller;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds the ledger that Earshot publishes against the account of what a caller did. */
public final class LedgerCheck {

    /** What a caller can bring about; other reasons are Earshot's own, and it is free to name them. */
    private static final Set<String> OF_THE_CALLER =
            Set.of("duplicate", "late", "overlap", "malformed", "unsupportedFormat", "staleSocket");

    private static final String STALE = "staleSocket";

    private final CallAccount account;
    private final List<String> differences = new ArrayList<>();

    private LedgerCheck(CallAccount account) {
        this.account = account;
    }

    /** Each difference in a line of its own; none where the books balance and name what was done, exactly. */
    public static List<String> differences(CallAccount account, JsonNode ledger) {
        LedgerCheck check = new LedgerCheck(account);
        check.tracks(ledger.path("tracks"));
        check.anomalies(ledger.path("anomalies"));
        return check.differences;
    }

    private void tracks(JsonNode tracks) {
        Set<String> unseen = new TreeSet<>(account.tracks().keySet());
        for (JsonNode track : tracks) {
            String name = track.path("participant").asText("");
            String known = track.path("participant").isNull() ? CallAccount.MIXED : name;
            CallAccount.Track expected = account.tracks().get(known);
            if (expected == null || !unseen.remove(known)) {
                differences.add(known + ": nothing was sent of this track");
            } else {
                track(known, expected, track);
            }
        }
        unseen.forEach(name -> differences.add(name + ": the ledger has no such track"));
    }

    private void track(String name, CallAccount.Track expected, JsonNode track) {
        JsonNode discarded = track.path("discarded");
        long stale = discarded.path(STALE).asLong();
        compare(name, "gaps", expected.gaps(), track.path("gaps").asLong());
        compare(
                name,
                "gapSamples",
                expected.gapSamples(),
                track.path("gapSamples").asLong());
        compare(
                name,
                "received",
                expected.received() + stale,
                track.path("received").asLong());
        compareFrames(name, expected, track.path("frames").asLong());
        for (String reason : OF_THE_CALLER) {
            if (!reason.equals(STALE)) {
                compare(
                        name,
                        "discarded." + reason,
                        expected.discarded().getOrDefault(reason, 0L),
                        discarded.path(reason).asLong());
            }
        }
        if (stale > expected.unheardSamples()) {
            differences.add(
                    "%s: discarded.staleSocket is %d, and no more than %d were sent to a socket that was taken over"
                            .formatted(name, stale, expected.unheardSamples()));
        }
        balance(name, track, discarded);
    }

    private void compareFrames(String name, CallAccount.Track expected, long frames) {
        if (frames < expected.frames() || frames > expected.frames() + expected.unheardFrames()) {
            compare(name, "frames", expected.frames(), frames);
        }
    }

    private void balance(String name, JsonNode track, JsonNode discarded) {
        long sum = track.path("held").asLong() + track.path("appended").asLong();
        for (JsonNode samples : discarded) {
            sum += samples.asLong();
        }
        if (sum != track.path("received").asLong()) {
            differences.add("%s: the books do not balance: received is %d, held + appended + discarded is %d"
                    .formatted(name, track.path("received").asLong(), sum));
        }
    }

    private void anomalies(JsonNode anomalies) {
        Set<String> names = new TreeSet<>(account.anomalies().keySet());
        anomalies.fieldNames().forEachRemaining(names::add);
        names.remove(STALE);
        Map<String, Long> expected = account.anomalies();
        for (String name : names) {
            compare(
                    "anomalies",
                    name,
                    expected.getOrDefault(name, 0L),
                    anomalies.path(name).asLong());
        }
    }

    private void compare(String where, String what, long expected, long found) {
        if (expected != found) {
            differences.add("%s: %s is %d, and was made %d".formatted(where, what, found, expected));
        }
    }
}
