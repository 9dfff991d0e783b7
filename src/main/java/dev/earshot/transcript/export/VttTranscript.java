package dev.earshot.transcript.export;

import static dev.earshot.transcript.export.TranscriptWords.span;

import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;

/**
 * WebVTT: a cue for each turn of speech, its speaker as the voice. What was not received is a cue in brackets, a
 * flag a note.
 */
final class VttTranscript implements TranscriptWriter {

    @Override
    public String head(TranscriptHead head) {
        return "WEBVTT\n\nNOTE\nCall " + head.callId() + ", started " + head.started() + "\n";
    }

    @Override
    public String speech(int number, Speech said) {
        return "\n" + escaped(said.utterance()) + "\n" + span(said.startMs(), said.endMs(), '.') + "\n<v "
                + escaped(said.speaker()) + ">" + escaped(TranscriptWords.said(said)) + "\n";
    }

    @Override
    public String gap(int number, Gap gap) {
        return "\n" + span(gap.startMs(), gap.endMs(), '.') + "\n" + escaped(TranscriptWords.missing(gap)) + "\n";
    }

    @Override
    public String flag(int number, Flag flag) {
        String note = flag.note().isEmpty() ? "" : ": " + escaped(flag.note());
        return "\nNOTE\nFlagged at " + TranscriptWords.clock(flag.startMs()) + note + "\n";
    }

    @Override
    public String end() {
        return "";
    }

    /** Also keeps {@code -->} out of where it would begin another cue. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
