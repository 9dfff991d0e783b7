package dev.earshot.transcript.export;

import static dev.earshot.transcript.export.TranscriptWords.span;

import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;

/** SubRip, for players that know no other. It has no way to escape: what was said stands there as it was said. */
final class SrtTranscript implements TranscriptWriter {

    /** How long a flag stands. */
    private static final long FLAG_MS = 1_000;

    @Override
    public String head(TranscriptHead head) {
        return "";
    }

    @Override
    public String speech(int number, Speech said) {
        return cue(number, said.startMs(), said.endMs(), said.speaker() + ": " + TranscriptWords.said(said));
    }

    @Override
    public String gap(int number, Gap gap) {
        return cue(number, gap.startMs(), gap.endMs(), TranscriptWords.missing(gap));
    }

    @Override
    public String flag(int number, Flag flag) {
        return cue(number, flag.startMs(), flag.startMs() + FLAG_MS, TranscriptWords.flagged(flag));
    }

    @Override
    public String end() {
        return "";
    }

    private static String cue(int number, long startMs, long endMs, String text) {
        return (number == 1 ? "" : "\n") + number + "\n" + span(startMs, endMs, ',') + "\n" + text + "\n";
    }
}
