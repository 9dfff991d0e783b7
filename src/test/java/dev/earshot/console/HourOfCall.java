package dev.earshot.console;

import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two people who talk for a long time, quickly: more events of every kind than a busy call has. Sentences of half a second
 * to two, a hint on every ninth, a hole in the audio now and then, health every second.
 */
final class HourOfCall {

    /** When it happens, ms on the call clock. */
    record At(long ms, CallEvent event) {}

    private static final String[] WORDS =
            ("well I would say that the project went as planned more or less and the team was"
                            + " happy with what came of it in the end though we had another offer on the table")
                    .split(" ");
    private static final int RATE = 16_000;
    private static final long WORD_MS = 180;
    private static final long PAUSE_MS = 200;
    private static final List<String> TRACKS = List.of("t1", "t2");

    private final List<At> events = new ArrayList<>();

    private HourOfCall() {}

    static List<At> of(int seconds) {
        return new HourOfCall().written(seconds * 1_000L);
    }

    private List<At> written(long lengthMs) {
        for (String track : TRACKS) {
            add(0, new CallEvent.TrackJoined(track, "8:acs:" + track, speaker(track), RATE, 0));
            add(0, new CallEvent.SessionChanged(track, 1, CallEvent.SessionState.READY, null, null));
        }
        long at = 200;
        for (int turn = 0; at < lengthMs - 10_000; turn++) {
            at = speak(turn, at);
        }
        for (long ms = 1_000; ms < lengthMs; ms += 1_000) {
            add(ms, health(ms));
        }
        add(lengthMs, new CallEvent.CallEnded("hungUp", lengthMs, books(lengthMs)));
        events.sort(Comparator.comparingLong(At::ms));
        return events;
    }

    /** One turn, growing word by word; the next begins where this returns. */
    private long speak(int turn, long startMs) {
        String track = TRACKS.get(turn % 2);
        String utterance = track + "-u" + turn;
        int length = 2 + turn * 5 % 8;
        List<String> said = IntStream.range(0, length)
                .mapToObj(n -> WORDS[(turn * 3 + n) % WORDS.length])
                .toList();
        for (int n = 1; n <= length; n++) {
            String text = String.join(" ", said.subList(0, n));
            add(startMs + WORD_MS * n, new CallEvent.UtterancePartial(track, utterance, startMs, text, n));
        }
        long endMs = startMs + WORD_MS * length;
        String text = said.stream().collect(Collectors.joining(" ", "No " + turn + ", ", "."));
        add(endMs + 600, CallEvent.UtteranceFinal.understood(track, utterance, startMs, endMs, text));
        if (turn % 9 == 4) {
            offer(turn, track, utterance, endMs);
        }
        if (turn % 100 == 60) {
            add(endMs + 900, new CallEvent.AudioGap(track, endMs + 100, endMs + 500, RATE * 4L / 10, "notReceived"));
        }
        return turn % 5 == 0 ? endMs - 200 : endMs + PAUSE_MS;
    }

    private void offer(int turn, String track, String utterance, long endMs) {
        String hint = "h" + turn;
        String kind = turn % 2 == 0 ? "salary" : "competing_offer";
        String label = turn % 2 == 0 ? "Salary" : "Competing offer";
        add(
                endMs + 1_000,
                new CallEvent.HintOffered(
                        track,
                        hint,
                        kind,
                        label,
                        "Ask what would decide it for them.",
                        "There is a deadline elsewhere.",
                        "another offer",
                        utterance,
                        endMs,
                        endMs + 8_000,
                        null));
        if (turn % 27 == 13) {
            add(endMs + 4_000, new CallEvent.HintWithdrawn(track, hint, utterance, "movedOn"));
        }
    }

    private void add(long ms, CallEvent event) {
        events.add(new At(ms, event));
    }

    private static String speaker(String track) {
        return track.equals("t1") ? "agent" : "candidate";
    }

    private static CallEvent.Health health(long atMs) {
        List<CallEvent.TrackHealth> tracks = TRACKS.stream()
                .map(track -> new CallEvent.TrackHealth(
                        track, speaker(track), CallEvent.SessionState.READY, 20, -20 - atMs / 1_000 % 30, 150))
                .toList();
        return new CallEvent.Health(CallEvent.MediaState.RECEIVING, 0, tracks, books(atMs));
    }

    private static LedgerSnapshot books(long atMs) {
        long samples = atMs * RATE / 1_000;
        return new LedgerSnapshot(
                "hour",
                TRACKS.stream()
                        .map(track -> new LedgerSnapshot.Track(
                                track,
                                "8:acs:" + track,
                                RATE,
                                atMs / 20,
                                samples,
                                320,
                                samples - 320,
                                Map.of(),
                                0,
                                0,
                                Map.of(),
                                null))
                        .toList());
    }
}
