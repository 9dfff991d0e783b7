package dev.earshot.recorder;

import java.nio.charset.StandardCharsets;

/** Takes one record apart, field by field, as {@link RecordWriter} put it together. */
public final class RecordReader {

    private final byte[] bytes;
    private int at;

    /** @param bytes of the fields, from index 1 on */
    RecordReader(byte[] bytes) {
        this.bytes = bytes;
        this.at = 1;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = next();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new BrokenRecording("a number has no end");
    }

    int whole() {
        long value = number();
        if (value != (int) value) {
            throw new BrokenRecording("a number is beyond all reason");
        }
        return (int) value;
    }

    boolean flag() {
        return number() != 0;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        long count = number();
        if (count < 0 || count > bytes.length - at) {
            throw new BrokenRecording("a record ends before its fields do");
        }
        byte[] value = new byte[(int) count];
        System.arraycopy(bytes, at, value, 0, value.length);
        at += value.length;
        return value;
    }

    private byte next() {
        if (at == bytes.length) {
            throw new BrokenRecording("a record ends before its fields do");
        }
        return bytes[at++];
    }
}
