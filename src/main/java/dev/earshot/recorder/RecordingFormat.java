package dev.earshot.recorder;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The form of a recording; {@code docs/recorder.md} has it byte by byte.
 *
 * <pre>
 *   "EARSHOTR" ─ version (2) ─┬─ length (4) ─ kind (1) ─ fields (length − 1) ─ CRC-32C (4) ─┐
 *                             △─────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class RecordingFormat {

    static final int VERSION = 1;
    static final int HEAD_BYTES = 10;

    /** Around each record. */
    static final int FRAME_BYTES = 8;

    /** A longer record was never written. */
    static final int MAX_RECORD_BYTES = 32 * 1024 * 1024;

    private static final byte[] MAGIC = "EARSHOTR".getBytes(StandardCharsets.US_ASCII);

    private RecordingFormat() {}

    static byte[] head() {
        return ByteBuffer.allocate(HEAD_BYTES)
                .put(MAGIC)
                .putShort((short) VERSION)
                .array();
    }

    /** The version, or −1 for what is no recording. */
    static int version(byte[] file) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (file.length < HEAD_BYTES || file[i] != MAGIC[i]) {
                return -1;
            }
        }
        return ByteBuffer.wrap(file, MAGIC.length, 2).getShort() & 0xffff;
    }

    static byte[] framed(byte[] record) {
        return ByteBuffer.allocate(FRAME_BYTES + record.length)
                .putInt(record.length)
                .put(record)
                .putInt(check(record, record.length))
                .array();
    }

    /** Over the length, and then the record. */
    static int check(byte[] record, int length) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, length));
        crc.update(record, 0, length);
        return (int) crc.getValue();
    }
}
