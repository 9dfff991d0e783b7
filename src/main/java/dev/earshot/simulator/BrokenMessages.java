package dev.earshot.simulator;

import dev.earshot.simulator.caller.Malformation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Messages that no sender should send. */
final class BrokenMessages {

    /** Samples of the frame with half a sample: few, so that it is no loss. */
    static final int ODD_FRAME_SAMPLES = 1;

    private static final String ODD_FRAME = AcsMessages.base64(new byte[] {1, 2, 3}, 0, 3);

    private BrokenMessages() {}

    /**
     * One message.
     *
     * @param oversizeBytes how long a message must be to be too long
     */
    static String of(Malformation kind, Instant time, @Nullable String participantRawId, int oversizeBytes) {
        String timestamp = AcsMessages.timestamp(time);
        return switch (kind) {
            case NOT_JSON -> "{\"kind\":\"AudioData\",\"audioData\":{";
            case WRONG_TYPE -> "{\"kind\":\"AudioData\",\"audioData\":[1,2,3]}";
            case UNKNOWN_KIND -> "{\"kind\":\"MarkData\",\"markData\":{\"id\":\"m1\",\"status\":\"completed\"}}";
            case TRANSCRIPTION ->
                "{\"kind\":\"TranscriptionData\",\"transcriptionData\":{\"text\":\"hello\",\"format\":\"Display\","
                        + "\"confidence\":0.9,\"offset\":0,\"duration\":1000000,\"words\":[],\"resultStatus\":\"Final\"}}";
            case BAD_BASE64 -> AcsMessages.audio(timestamp, participantRawId, "!!!!", false);
            case ODD_LENGTH -> AcsMessages.audio(timestamp, participantRawId, ODD_FRAME, false);
            case NO_DATA -> AcsMessages.audio(timestamp, participantRawId, "", false);
            case OVERSIZE -> "{\"kind\":\"AudioData\",\"audioData\":{\"data\":\"" + "A".repeat(oversizeBytes) + "\"}}";
        };
    }
}
