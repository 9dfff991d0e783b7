package dev.earshot.sockets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** WebSocket frames as bytes, the forbidden ones too. */
public final class WireFrames {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};

    private WireFrames() {}

    /** A whole one, of a client. */
    public static byte[] masked(int opcode, byte[] payload) {
        return frame(FIN | opcode, true, payload);
    }

    /** A whole one, of a server. */
    public static byte[] unmasked(int opcode, byte[] payload) {
        return frame(FIN | opcode, false, payload);
    }

    /** A client's, of a message that goes on. */
    public static byte[] maskedStart(int opcode, byte[] payload) {
        return frame(opcode, true, payload);
    }

    /** A server's, of a message that goes on. */
    public static byte[] unmaskedStart(int opcode, byte[] payload) {
        return frame(opcode, false, payload);
    }

    /** @param first the first byte: FIN, reserved bits, opcode */
    public static byte[] frame(int first, boolean masked, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(first, masked, payload.length));
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ MASK[i % 4] : payload[i]);
        }
        return out.toByteArray();
    }

    /** A header alone, in the shortest form that takes the length. */
    public static byte[] header(int first, boolean masked, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int bit = masked ? MASKED : 0;
        if (length >= 0 && length < 126) {
            out.write(bit | (int) length);
        } else if (length >= 0 && length < 65_536) {
            out.write(bit | 126);
            writeLength(out, length, 2);
        } else {
            out.write(bit | 127);
            writeLength(out, length, 8);
        }
        if (masked) {
            out.writeBytes(MASK);
        }
        return out.toByteArray();
    }

    /** What a close frame carries. */
    public static byte[] closing(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, long length, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (length >> shift));
        }
    }
}
