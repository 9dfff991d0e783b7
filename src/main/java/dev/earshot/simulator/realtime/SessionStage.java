package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.BiConsumer;

/** What a session says and what befalls it, as it reaches its socket. */
final class SessionStage implements FaultPlay.Stage {

    private static final String EXPIRED = "Your session hit the maximum duration of 60 minutes.";
    private static final int EXPIRED_CLOSE = 1001;

    private final SessionRecord record;
    private final RealtimeSession.Peer peer;
    private final BiConsumer<Duration, Runnable> later;

    /** @param later does something after a time, on the session's own thread */
    SessionStage(SessionRecord record, RealtimeSession.Peer peer, BiConsumer<Duration, Runnable> later) {
        this.record = record;
        this.peer = peer;
        this.later = later;
    }

    @Override
    public void send(ObjectNode event) {
        record.onServerEvent(event);
        peer.send(event);
    }

    @Override
    public void later(Duration delay, Runnable action) {
        later.accept(delay, action);
    }

    @Override
    public void error(String code) {
        error(code, "On purpose.");
    }

    @Override
    public void close(int code, String reason) {
        peer.close(code, reason);
    }

    @Override
    public void reset() {
        peer.reset();
    }

    @Override
    public void silence() {
        peer.silence();
    }

    @Override
    public void stopReading(Duration duration) {
        peer.stopReading(duration);
    }

    @Override
    public void expire(boolean withError) {
        if (withError) {
            error("session_expired", EXPIRED);
        }
        peer.close(EXPIRED_CLOSE, EXPIRED);
    }

    private void error(String code, String message) {
        send(new RejectedException(code, null, message).toEvent(Json.object().nullNode()));
    }
}
