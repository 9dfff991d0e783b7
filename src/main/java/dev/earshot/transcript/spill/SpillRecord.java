package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.TranscriptActor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One record of a file, big-endian:
 *
 * <pre>
 *   length of payload   u32
 *   CRC-32C             u32   of all the rest: length, type, payload
 *   type                u8    1 call · 2 event · 3 end
 *   payload                   call:  epoch i64, startedAt i64 (ms), storedSeq i64, call id UTF-8
 *                             event: seq i64, JSON UTF-8
 *                             end:   summary, JSON UTF-8
 * </pre>
 */
record SpillRecord(byte type, ByteBuffer payload) {

    /** What every file begins with: a name, and the version of all that follows. */
    static final byte[] MAGIC = {'E', 'A', 'R', 'S', 'P', 'I', 'L', 1};

    static final byte CALL = 1;
    static final byte EVENT = 2;
    static final byte END = 3;

    static final int HEADER = 9;
    static final int MAX_PAYLOAD = 16 * 1024 * 1024;

    private static final int CRC_AT = 4;
    private static final int TYPE_AT = 8;

    static SpillRecord of(TranscriptActor.Call call, long storedSeq) {
        byte[] id = utf8(call.callId());
        ByteBuffer payload = ByteBuffer.allocate(3 * Long.BYTES + id.length)
                .putLong(call.epoch())
                .putLong(call.startedAt().toEpochMilli())
                .putLong(storedSeq)
                .put(id);
        return new SpillRecord(CALL, payload.flip());
    }

    static SpillRecord of(LoggedEvent event) {
        byte[] json = utf8(event.rendered());
        return new SpillRecord(
                EVENT,
                ByteBuffer.allocate(Long.BYTES + json.length)
                        .putLong(event.seq())
                        .put(json)
                        .flip());
    }

    static SpillRecord of(CallSummary last) {
        return new SpillRecord(END, ByteBuffer.wrap(utf8(last.rendered())));
    }

    int size() {
        return HEADER + payload.remaining();
    }

    void writeTo(ByteBuffer out) {
        int start = out.position();
        out.putInt(payload.remaining()).putInt(0).put(type).put(payload.duplicate());
        out.putInt(start + CRC_AT, crc(out, start, payload.remaining()));
    }

    /** Of a record that begins at {@code start}. */
    static int crc(ByteBuffer buffer, int start, int payloadLength) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().position(start).limit(start + CRC_AT));
        crc.update(buffer.duplicate().position(start + TYPE_AT).limit(start + HEADER + payloadLength));
        return (int) crc.getValue();
    }

    long seq() {
        return payload.getLong(payload.position());
    }

    String eventJson() {
        return text(Long.BYTES);
    }

    String summaryJson() {
        return text(0);
    }

    TranscriptActor.Call call() {
        int at = payload.position();
        return new TranscriptActor.Call(
                text(3 * Long.BYTES), payload.getLong(at), Instant.ofEpochMilli(payload.getLong(at + Long.BYTES)));
    }

    long storedSeq() {
        return payload.getLong(payload.position() + 2 * Long.BYTES);
    }

    /** Whether the payload is as long as its type needs. */
    boolean wellFormed() {
        return switch (type) {
            case CALL -> payload.remaining() > 3 * Long.BYTES;
            case EVENT -> payload.remaining() > Long.BYTES;
            case END -> payload.hasRemaining();
            default -> false;
        };
    }

    private String text(int offset) {
        return StandardCharsets.UTF_8
                .decode(payload.duplicate().position(payload.position() + offset))
                .toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
