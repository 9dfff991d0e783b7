package dev.earshot.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The message in which a frame of the mixed track travels, written into the same bytes again and again: only its
 * timestamp and its audio differ. Confined to the bench's event loop.
 */
final class AudioMessage {
    private static final String HEAD = "{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"";
    private static final String UNTIL_SECONDS = "2026-01-01T00:00:00";
    private static final String TIMESTAMP = UNTIL_SECONDS + ".000Z";
    private static final String DATA = "\",\"data\":\"";
    private static final String TAIL = "\",\"silent\":false}}";
    private static final int TIMESTAMP_AT = HEAD.length();
    private static final int MILLIS_AT = TIMESTAMP_AT + UNTIL_SECONDS.length() + 1;
    private static final int DATA_AT = TIMESTAMP_AT + TIMESTAMP.length() + DATA.length();

    private final byte[] text = (HEAD + TIMESTAMP + DATA + "A".repeat(Base64Text.length(FrameTag.BYTES)) + TAIL)
            .getBytes(StandardCharsets.US_ASCII);
    private final byte[] pcm = new byte[FrameTag.BYTES];
    private long writtenSecond = Long.MIN_VALUE;

    /**
     * The message's text, valid until the next call.
     *
     * @param epochMillis of the frame's first sample
     */
    byte[] of(long epochMillis, int tag) {
        writeTimestamp(epochMillis);
        FrameTag.write(tag, pcm);
        Base64Text.encode(pcm, text, DATA_AT);
        return text;
    }

    private void writeTimestamp(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000);
        if (second != writtenSecond) {
            byte[] prefix = Instant.ofEpochSecond(second).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(prefix, 0, text, TIMESTAMP_AT, UNTIL_SECONDS.length());
            writtenSecond = second;
        }
        int millis = Math.floorMod(epochMillis, 1000);
        text[MILLIS_AT] = (byte) ('0' + millis / 100);
        text[MILLIS_AT + 1] = (byte) ('0' + millis / 10 % 10);
        text[MILLIS_AT + 2] = (byte) ('0' + millis % 10);
    }

    /** The first message of a socket. */
    static String metadata(String subscriptionId) {
        return """
                {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"%s","encoding":"PCM","sampleRate":%d,"channels":1,"length":%d}}"""
                .formatted(subscriptionId, FrameTag.RATE, FrameTag.BYTES);
    }
}
