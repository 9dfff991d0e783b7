package dev.earshot.realtime;

import org.jspecify.annotations.Nullable;

/** What changed in a track's turns. Positions are samples on the track's clock, of the speech itself. */
public sealed interface TurnUpdate {
    String utterance();

    /**
     * What is heard so far of an utterance; replaces what was said of it before.
     *
     * @param text empty where nothing of it shows any more: there was no such utterance
     */
    record Partial(String utterance, long start, String text, int revision) implements TurnUpdate {}

    /**
     * The last word on an utterance. Finals of a track come in the order in which they were spoken.
     *
     * @param text empty where it was not understood
     * @param cause why it was not understood, or null where it was
     */
    record Final(String utterance, long start, long end, String text, @Nullable MissingCause cause)
            implements TurnUpdate {}

    /** Why an utterance has no transcript, though it was heard. */
    enum MissingCause {
        TRANSCRIPTION_FAILED("transcriptionFailed"),
        TRANSCRIPTION_TIMEOUT("transcriptionTimeout"),
        /** Its session ended, and no other hears that far back. */
        SESSION_ENDED("sessionEnded"),
        ITEM_DELETED("itemDeleted"),
        /** More turns were open than can be kept. */
        TOO_MANY_OPEN("tooManyOpen"),
        CALL_ENDED("callEnded");

        private final String wireName;

        MissingCause(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
