package dev.earshot.sockets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a WebSocket client does to each of its frames, and its server undoes in the same way (RFC 6455 §5.3). */
public final class Masking {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Masking() {}

    /**
     * Changes the bytes in {@code [from, to)}, eight at once.
     *
     * @param mask its lowest byte is for the first of them
     */
    public static void apply(byte[] bytes, int from, int to, int mask) {
        long twice = ((mask & 0xffff_ffffL) << Integer.SIZE) | (mask & 0xffff_ffffL);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (int left = mask; at < to; at++) {
            bytes[at] ^= (byte) left;
            left = Integer.rotateRight(left, Byte.SIZE);
        }
    }
}
