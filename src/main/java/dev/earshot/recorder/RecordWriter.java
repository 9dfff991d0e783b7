package dev.earshot.recorder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Puts one record together: its kind, then its fields. Numbers are unsigned LEB128, texts and bytes have their length before them. */
final class RecordWriter {

    private static final int USUAL = 64;

    private byte[] bytes = new byte[USUAL];
    private int length;

    RecordWriter(RecordKind kind) {
        put(kind.code());
    }

    private void put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /** @param value not negative */
    RecordWriter number(long value) {
        long left = value;
        while (left >= 0x80) {
            put((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        put((int) left);
        return this;
    }

    RecordWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    RecordWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8, utf8.length);
    }

    RecordWriter bytes(byte[] value, int count) {
        number(count);
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, length + count);
        }
        System.arraycopy(value, 0, bytes, length, count);
        length += count;
        return this;
    }

    byte[] done() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
