package dev.earshot.simulator.speech;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the turn in the recordings it knows, by its envelope, and says what is spoken there. Once a turn was found, the
 * next ones are expected where the same call has meanwhile come to.
 */
final class ScriptedRecognizer implements SpeechRecognizer {

    private static final int LISTEN_MS = 3_000;
    private static final int SEARCH_EVERY_MS = 200;

    /** Speech needed before a place is looked for anywhere, and before the expected one is believed. */
    private static final int SEARCH_STEPS = 600 / Envelope.STEP_MS;

    private static final int EXPECT_STEPS = 200 / Envelope.STEP_MS;

    private static final double SURE = 0.92;
    private static final double LIKELY = 0.8;
    private static final int EXPECT_WITHIN_STEPS = 10;

    private final List<KnownRecording> recordings;
    private final int sampleRate;
    private final byte[] opening;
    private int openingLength;
    private long heardBytes;
    private long beginMs;
    private int searchedMs;
    private @Nullable Place place;
    private @Nullable Expectation expectation;

    /** Where the turn begins in a recording, in milliseconds, and how sure that is. */
    private record Place(KnownRecording recording, int startMs, double score) {}

    /** A call is being played: its time is the session's plus {@code aheadMs}. */
    private record Expectation(String call, long aheadMs) {}

    ScriptedRecognizer(List<KnownRecording> recordings, int sampleRate) {
        this.recordings = recordings;
        this.sampleRate = sampleRate;
        this.opening = new byte[sampleRate / 1000 * LISTEN_MS * 2];
    }

    @Override
    public void begin(long positionMs) {
        beginMs = positionMs;
        openingLength = 0;
        heardBytes = 0;
        searchedMs = 0;
        place = null;
    }

    @Override
    public void accept(byte[] pcm, int length) {
        int room = Math.min(length, opening.length - openingLength);
        System.arraycopy(pcm, 0, opening, openingLength, room);
        openingLength += room;
        heardBytes += length;
        if (place == null && room > 0 && heardMs() >= searchedMs + SEARCH_EVERY_MS) {
            searchedMs = heardMs();
            find(SURE);
        }
    }

    @Override
    public String partial() {
        Place here = place;
        return here == null ? "" : words(here, heardMs());
    }

    @Override
    public String finish() {
        if (place == null) {
            find(LIKELY);
        }
        Place here = place;
        return here == null ? "" : words(here, Integer.MAX_VALUE / 2);
    }

    @Override
    public void close() {
        place = null;
    }

    private static String words(Place here, int heardMs, int untilMs) {
        return here.recording().wordsBetween(here.startMs(), here.startMs() + heardMs, untilMs);
    }

    private String words(Place here, int untilMs) {
        return words(here, heardMs(), here.startMs() + untilMs);
    }

    private void find(double enough) {
        Envelope heard = Envelope.of(opening, openingLength, sampleRate, 0);
        Place found = null;
        if (heard.voicedSteps() >= EXPECT_STEPS) {
            found = best(found, expected(heard));
        }
        if ((found == null || found.score() < enough) && heard.voicedSteps() >= SEARCH_STEPS) {
            for (KnownRecording recording : recordings) {
                found = best(
                        found, search(recording, heard, 0, recording.envelope().size()));
            }
        }
        if (found != null && found.score() >= enough) {
            place = found;
            expectation = new Expectation(found.recording().call(), found.startMs() - beginMs);
        }
    }

    private @Nullable Place expected(Envelope heard) {
        Expectation known = expectation;
        if (known == null) {
            return null;
        }
        int at = (int) (beginMs + known.aheadMs() + KnownRecording.MARGIN_MS) / Envelope.STEP_MS;
        Place found = null;
        for (KnownRecording recording : recordings) {
            if (recording.call().equals(known.call())) {
                found = best(found, search(recording, heard, at - EXPECT_WITHIN_STEPS, at + EXPECT_WITHIN_STEPS));
            }
        }
        return found;
    }

    private static @Nullable Place search(KnownRecording recording, Envelope heard, int from, int to) {
        double bestScore = 0;
        int bestAt = -1;
        for (int at = from; at < to; at++) {
            double score = recording.envelope().fit(heard, at);
            if (score > bestScore) {
                bestScore = score;
                bestAt = at;
            }
        }
        int startMs = bestAt * Envelope.STEP_MS - KnownRecording.MARGIN_MS;
        return bestAt < 0 ? null : new Place(recording, startMs, bestScore);
    }

    private static @Nullable Place best(@Nullable Place a, @Nullable Place b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return b.score() > a.score() ? b : a;
    }

    private int heardMs() {
        return (int) (heardBytes / 2 * 1000 / sampleRate);
    }
}
