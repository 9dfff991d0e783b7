package dev.earshot.simulator.bench;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A realtime service that hears and says nothing but its configuration. Confined to the bench's event loop. */
final class RealtimeSink {
    private static final String PATH = "/v1/realtime";

    private final BenchClock clock;
    private final FrameBook book;
    private final int rate;
    private final int handshakeMs;
    private final byte[] text = new byte[WebSockets.MAX_MESSAGE];
    private final byte[] pcm = new byte[WebSockets.MAX_MESSAGE];
    private final List<SinkSession> live = new ArrayList<>();
    private final Random random = new Random(1);
    private int sessions;
    private int killed;
    private int failed;
    private @Nullable String firstTrouble;

    /**
     * Nothing listens yet.
     *
     * @param rate samples a second of what will be heard
     * @param handshakeMs from {@code session.update} to {@code session.updated}
     */
    RealtimeSink(BenchClock clock, FrameBook book, int rate, int handshakeMs) {
        this.clock = clock;
        this.book = book;
        this.rate = rate;
        this.handshakeMs = handshakeMs;
    }

    Channel listen(EventLoopGroup loop) {
        return WebSockets.listen(loop, 0, PATH, () -> new SinkSession(this));
    }

    static String url(Channel listening) {
        return "ws://127.0.0.1:" + WebSockets.port(listening) + PATH + "?model=bench";
    }

    /** Resets one of the sessions that hear a call, and tells whether there was one. */
    boolean kill() {
        List<SinkSession> hearing =
                live.stream().filter(SinkSession::hearsACall).toList();
        if (hearing.isEmpty()) {
            return false;
        }
        hearing.get(random.nextInt(hearing.size())).reset();
        killed++;
        return true;
    }

    int onOpen(SinkSession session) {
        live.add(session);
        return sessions++;
    }

    void onClosed(SinkSession session) {
        live.remove(session);
    }

    void onFailed(Throwable cause) {
        failed++;
        firstTrouble = firstTrouble == null ? cause.toString() : firstTrouble;
    }

    HeardSession heardSession() {
        return book.session();
    }

    void onUnreadable() {
        book.onUnreadable();
    }

    void onEarly() {
        book.onEarly();
    }

    int micros() {
        return clock.micros();
    }

    int rate() {
        return rate;
    }

    int handshakeMs() {
        return handshakeMs;
    }

    /** Where the one message that is being read is copied to. */
    byte[] text() {
        return text;
    }

    byte[] pcm() {
        return pcm;
    }

    BenchReport.Sessions counts() {
        return new BenchReport.Sessions(sessions, killed, failed, firstTrouble);
    }
}
