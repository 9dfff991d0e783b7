package dev.earshot.simulator;

import dev.earshot.audio.Pcm16;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One frame of one track, to be put on the wire in any of the forms that there are, the wrong ones included.
 *
 * @param participantRawId null where all voices are mixed
 * @param base64 of its samples; empty stands for as much silence
 */
record AcsFrame(Instant time, @Nullable String participantRawId, String base64, boolean silent) {

    /** What no clock says. */
    private static final String NO_TIME = "half past nine";

    /** The same moment with nothing in it. */
    AcsFrame silenced(int frameSamples, boolean withoutData) {
        String data = withoutData
                ? ""
                : AcsMessages.base64(new byte[frameSamples * Pcm16.BYTES], 0, frameSamples * Pcm16.BYTES);
        return new AcsFrame(time, participantRawId, data, true);
    }

    /** As the platform sends it. */
    String json() {
        return AcsMessages.audio(AcsMessages.timestamp(time), participantRawId, base64, silent);
    }

    /** With names in the case in which one of the official senders writes them. */
    String pascalCase() {
        return """
                {"Kind":"AudioData","AudioData":{"Timestamp":"%s",%s"Data":"%s","Silent":%b}}"""
                .formatted(
                        AcsMessages.timestamp(time),
                        AcsMessages.participant("ParticipantRawID", participantRawId),
                        base64,
                        silent);
    }

    String withoutTimestamp() {
        return """
                {"kind":"AudioData","audioData":{%s"data":"%s","silent":%b}}"""
                .formatted(AcsMessages.participant("participantRawID", participantRawId), base64, silent);
    }

    String withSpoiltTimestamp() {
        return AcsMessages.audio(NO_TIME, participantRawId, base64, silent);
    }
}
