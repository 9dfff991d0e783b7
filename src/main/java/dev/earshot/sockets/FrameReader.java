package dev.earshot.sockets;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads one direction of a WebSocket (RFC 6455 §5): bytes as the network cuts them in, whole messages out. A payload is copied
 * once, from the network's buffer into the message's array, and unmasked there: that is most of what a frame of audio costs
 * between its two system calls, so nothing else is done to it.
 *
 * <pre>
 *   Header ── all of it there ─▷ Payload ── all of it there ─▷ Header
 *      └── not the protocol ─▷ onViolation, and nothing more is read
 * </pre>
 *
 * A message that is too large passes by unread, in however many frames it comes; its connection lives on. One socket, one thread.
 */
final class FrameReader {

    /** What is read. */
    interface Events {

        /** A whole message. The bytes are lent until this returns. */
        void onMessage(boolean text, byte[] bytes, int length);

        /** A ping, a pong or a close frame. The bytes are lent until this returns. */
        void onControl(int opcode, byte[] payload, int length);

        /** A message is larger than allowed: told when that is known, once for each. */
        void onOversize();

        /** What came is not the protocol. */
        void onViolation(String what);

        /** Whether anything that is read is still of interest. */
        boolean reading();
    }

    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MASK_BYTES = 4;
    private static final int MAX_HEADER = 14;
    private static final int MAX_CONTROL = 125;

    private final boolean masked;
    private final MessageBytes message;
    private final MessageBytes control = new MessageBytes(MAX_CONTROL);
    private final Events events;
    private final byte[] header = new byte[MAX_HEADER];
    private int headerBytes;
    private boolean inPayload;
    private long left;
    private int mask;
    private boolean inMessage;
    private boolean text;

    /**
     * @param masked whether the other side is the client
     * @param maxMessageBytes of a message, in however many frames it comes
     */
    FrameReader(boolean masked, int maxMessageBytes, Events events) {
        this.masked = masked;
        this.message = new MessageBytes(maxMessageBytes);
        this.events = events;
    }

    /** Takes all of the bytes, unless {@link Events#reading} ends it. */
    void read(ByteBuf in) {
        while (events.reading() && (inPayload || readHeader(in)) && readPayload(in)) {
            inPayload = false;
            headerBytes = 0;
            endFrame();
        }
    }

    private boolean readHeader(ByteBuf in) {
        int missing = headerLength() - headerBytes;
        while (missing > 0 && in.isReadable()) {
            int there = Math.min(missing, in.readableBytes());
            in.readBytes(header, headerBytes, there);
            headerBytes += there;
            missing = headerLength() - headerBytes;
        }
        return missing == 0 && startFrame();
    }

    /** As far as its first two bytes tell. */
    private int headerLength() {
        if (headerBytes < 2) {
            return 2;
        }
        int extended =
                switch (header[1] & LENGTH) {
                    case LENGTH_16 -> Short.BYTES;
                    case LENGTH_64 -> Long.BYTES;
                    default -> 0;
                };
        return 2 + extended + ((header[1] & MASKED) == 0 ? 0 : MASK_BYTES);
    }

    private boolean startFrame() {
        left = payloadLength();
        String wrong = violation();
        if (wrong != null) {
            events.onViolation(wrong);
            return false;
        }
        if (masked) {
            int at = headerBytes - MASK_BYTES;
            mask = (header[at] & 0xff)
                    | ((header[at + 1] & 0xff) << 8)
                    | ((header[at + 2] & 0xff) << 16)
                    | ((header[at + 3] & 0xff) << 24);
        }
        inPayload = true;
        if (!isControl()) {
            startData();
        }
        return true;
    }

    private void startData() {
        if (opcode() != CONTINUATION) {
            text = opcode() == TEXT;
            inMessage = true;
        }
        if (message.refuses(left)) {
            events.onOversize();
        }
    }

    private long payloadLength() {
        int length = header[1] & LENGTH;
        if (length < LENGTH_16) {
            return length;
        }
        int bytes = length == LENGTH_16 ? Short.BYTES : Long.BYTES;
        long extended = 0;
        for (int i = 2; i < 2 + bytes; i++) {
            extended = (extended << Byte.SIZE) | (header[i] & 0xff);
        }
        return extended;
    }

    private @Nullable String violation() {
        if ((header[0] & RESERVED_BITS) != 0) {
            return "reserved bits are set";
        } else if (((header[1] & MASKED) != 0) != masked) {
            return masked ? "a frame is not masked" : "a frame is masked";
        } else if (left < 0 || !shortest()) {
            return "a length is not in its shortest form";
        }
        return isControl() ? controlViolation() : dataViolation();
    }

    private boolean shortest() {
        return switch (header[1] & LENGTH) {
            case LENGTH_16 -> left >= LENGTH_16;
            case LENGTH_64 -> left > 0xffff;
            default -> true;
        };
    }

    private @Nullable String controlViolation() {
        if (opcode() > PONG) {
            return "opcode " + opcode() + " is reserved";
        } else if ((header[0] & FIN) == 0) {
            return "a control frame is a fragment";
        }
        return left > MAX_CONTROL ? "a control frame is too long" : null;
    }

    private @Nullable String dataViolation() {
        if (opcode() > BINARY) {
            return "opcode " + opcode() + " is reserved";
        } else if (inMessage && opcode() != CONTINUATION) {
            return "a message begins within another";
        }
        return inMessage || opcode() != CONTINUATION ? null : "a message goes on that has not begun";
    }

    private boolean readPayload(ByteBuf in) {
        int there = (int) Math.min(left, in.readableBytes());
        MessageBytes to = isControl() ? control : message;
        int from = to.length();
        to.add(in, there);
        if (masked) {
            Masking.apply(to.array(), from, to.length(), mask);
            mask = Integer.rotateRight(mask, Byte.SIZE * (there % MASK_BYTES));
        }
        left -= there;
        return left == 0;
    }

    private void endFrame() {
        if (isControl()) {
            events.onControl(opcode(), control.array(), control.length());
            control.clear();
        } else if ((header[0] & FIN) != 0) {
            inMessage = false;
            if (!message.tooLarge()) {
                events.onMessage(text, message.array(), message.length());
            }
            message.clear();
        }
    }

    private int opcode() {
        return header[0] & OPCODE;
    }

    private boolean isControl() {
        return opcode() >= CLOSE;
    }
}
