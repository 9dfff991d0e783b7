package dev.earshot.ingress;

import org.jspecify.annotations.Nullable;

/**
 * What one media socket speaks to, on the thread that carries its stream and on no other. Nothing here blocks, throws
 * on bad input or passes through a mailbox. The order is {@link #opened}, then anything, then {@link #closed}.
 */
public interface MediaPort {

    /** In place of a timestamp: the frame has none. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /** In place of a timestamp: the frame has one that makes no sense. */
    long BAD_TIMESTAMP = Long.MIN_VALUE + 1;

    /**
     * The socket is there, and the call's only one from now on: an older one is closed and writes nothing more.
     *
     * @param close closes the socket, from any thread; called at once where the call takes no audio any more
     */
    void opened(Runnable close);

    /**
     * A message has come, as it is; what it says follows at once, by one of the methods below. For whoever keeps messages.
     *
     * @param message lent until what it says was told
     * @param length bytes of {@code message}, from index 0
     */
    default void received(byte[] message, int length) {}

    /** The stream announced its format. */
    void format(PcmFormat format);

    /**
     * One message's audio; the bytes are copied before this returns.
     *
     * @param participant the raw id, null for the mixed stream; the same instance for the same one, where that is cheap
     * @param timestampMicros of its first sample, µs since 1970, or {@link #NO_TIMESTAMP}, or {@link #BAD_TIMESTAMP}
     * @param silent the source says that nothing is to be heard; then {@code length} may be 0 and time passes all the same
     * @param length bytes of 16-bit little-endian samples
     */
    void frame(@Nullable String participant, long timestampMicros, boolean silent, byte[] bytes, int from, int length);

    /** Something else arrived: it is counted. */
    void anomaly(MediaAnomaly cause);

    /** The socket is no more, for {@link MediaEnd#CLOSED} or {@link MediaEnd#FAILED}. */
    void closed(MediaEnd cause);
}
