package dev.earshot.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a frame that is a whole message and larger than allowed pass by unread, so that its socket lives on. What stands behind
 * it would have to hold all of such a frame, or close the connection. (RFC 6455 §5.2 for the header.)
 */
final class OversizeFrames extends ChannelInboundHandlerAdapter {

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private final long maxPayload;
    private final Runnable onSkipped;
    private long left;
    private boolean skipping;
    private @Nullable ByteBuf cutHeader;

    /**
     * @param maxPayload bytes
     * @param onSkipped called for each frame that is let go, on the channel's thread
     */
    OversizeFrames(long maxPayload, Runnable onSkipped) {
        this.maxPayload = maxPayload;
        this.onSkipped = onSkipped;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf bytes = joined(context, (ByteBuf) received);
        try {
            pass(context, bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (cutHeader != null) {
            cutHeader.release();
            cutHeader = null;
        }
    }

    /** A header that the end of the last bytes has cut through goes before what follows it. */
    private ByteBuf joined(ChannelHandlerContext context, ByteBuf received) {
        ByteBuf cut = cutHeader;
        if (cut == null) {
            return received;
        }
        cutHeader = null;
        ByteBuf both = context.alloc().buffer(cut.readableBytes() + received.readableBytes());
        both.writeBytes(cut).writeBytes(received);
        cut.release();
        received.release();
        return both;
    }

    private void pass(ChannelHandlerContext context, ByteBuf bytes) {
        int end = bytes.writerIndex();
        int from = bytes.readerIndex();
        int at = from;
        while (at < end) {
            if (left == 0) {
                int header = headerLength(bytes, at, end);
                if (header > end - at) {
                    cutHeader = bytes.copy(at, end - at);
                    break;
                }
                skipping = startFrame(bytes, at);
                if (skipping) {
                    fire(context, bytes, from, at);
                    onSkipped.run();
                }
                at += header;
            }
            int piece = (int) Math.min(left, end - at);
            at += piece;
            left -= piece;
            if (skipping) {
                from = at;
            }
        }
        fire(context, bytes, from, at);
    }

    /** As it came, where all of it may pass: that is nearly always so. */
    private static void fire(ChannelHandlerContext context, ByteBuf bytes, int from, int to) {
        if (from == bytes.readerIndex() && to == bytes.writerIndex()) {
            context.fireChannelRead(bytes.retain());
        } else if (to > from) {
            context.fireChannelRead(bytes.retainedSlice(from, to - from));
        }
    }

    /** More than there is where not even the second byte has come. */
    private static int headerLength(ByteBuf bytes, int at, int end) {
        if (end - at < 2) {
            return Integer.MAX_VALUE;
        }
        int second = bytes.getByte(at + 1);
        return 2 + extendedLength(second & 0x7f) + ((second & MASKED) == 0 ? 0 : MASK_BYTES);
    }

    private static int extendedLength(int length7) {
        return switch (length7) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    /** Whether the frame whose header is at {@code at} is to be skipped. A fragment never is: its message would lose its shape. */
    private boolean startFrame(ByteBuf bytes, int at) {
        int first = bytes.getByte(at);
        int length7 = bytes.getByte(at + 1) & 0x7f;
        long length =
                switch (length7) {
                    case 126 -> bytes.getUnsignedShort(at + 2);
                    case 127 -> bytes.getLong(at + 2);
                    default -> length7;
                };
        left = length < 0 ? Long.MAX_VALUE : length;
        int opcode = first & 0x0f;
        // no length is negative: that is for the decoder to complain about
        return (first & FIN) != 0 && (opcode == 1 || opcode == 2) && length >= 0 && length > maxPayload;
    }
}
