package dev.earshot.transcript.export;

import static dev.earshot.transcript.export.TranscriptWords.clock;

import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;

/** For people: a line an entry. */
final class TextTranscript implements TranscriptWriter {

    @Override
    public String head(TranscriptHead head) {
        String lasted = (head.ended() ? ", lasted " : ", so far ") + clock(head.durationMs());
        return "Call " + head.callId() + ", started " + head.started() + lasted + "\n\n";
    }

    @Override
    public String speech(int number, Speech said) {
        return clock(said.startMs()) + "  " + said.speaker() + ": " + TranscriptWords.said(said) + "\n";
    }

    @Override
    public String gap(int number, Gap gap) {
        return clock(gap.startMs()) + "  " + TranscriptWords.missing(gap) + "\n";
    }

    @Override
    public String flag(int number, Flag flag) {
        return clock(flag.startMs()) + "  " + TranscriptWords.flagged(flag) + "\n";
    }

    @Override
    public String end() {
        return "";
    }
}
