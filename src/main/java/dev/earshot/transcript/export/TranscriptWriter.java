package dev.earshot.transcript.export;

import dev.earshot.transcript.export.TranscriptEntry.Flag;
import dev.earshot.transcript.export.TranscriptEntry.Gap;
import dev.earshot.transcript.export.TranscriptEntry.Speech;

/** Writes a transcript in one form, entry by entry. */
interface TranscriptWriter {
    String head(TranscriptHead head);

    /**
     * What somebody said.
     *
     * @param number of the entry, from 1
     */
    String speech(int number, Speech said);

    String gap(int number, Gap gap);

    String flag(int number, Flag flag);

    String end();

    default String entry(int number, TranscriptEntry entry) {
        if (entry instanceof Speech said) {
            return speech(number, said);
        }
        return entry instanceof Gap gap ? gap(number, gap) : flag(number, (Flag) entry);
    }
}
