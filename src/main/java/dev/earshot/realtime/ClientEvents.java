package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes the events that Earshot sends. */
final class ClientEvents {
    private static final byte[] APPEND_HEAD =
            "{\"type\":\"input_audio_buffer.append\",\"audio\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] APPEND_TAIL = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private ClientEvents() {}

    static String sessionUpdate(ObjectNode session) {
        ObjectNode event = Json.object();
        event.put("type", "session.update");
        event.set("session", session);
        return event.toString();
    }

    /** The same event with our id for it, which an {@code error} about it will name. */
    static String withId(String id, String event) {
        return "{\"event_id\":" + Json.text(id) + "," + event.substring(event.indexOf('{') + 1);
    }

    static String commit() {
        return "{\"type\":\"input_audio_buffer.commit\"}";
    }

    /** @param bytes 24 kHz samples, 16-bit little-endian, from index 0 of {@code pcm} */
    static String append(byte[] pcm, int bytes) {
        byte[] encoded = BASE64.encode(bytes == pcm.length ? pcm : Arrays.copyOf(pcm, bytes));
        byte[] event = new byte[APPEND_HEAD.length + encoded.length + APPEND_TAIL.length];
        System.arraycopy(APPEND_HEAD, 0, event, 0, APPEND_HEAD.length);
        System.arraycopy(encoded, 0, event, APPEND_HEAD.length, encoded.length);
        System.arraycopy(APPEND_TAIL, 0, event, APPEND_HEAD.length + encoded.length, APPEND_TAIL.length);
        return new String(event, StandardCharsets.ISO_8859_1);
    }
}
