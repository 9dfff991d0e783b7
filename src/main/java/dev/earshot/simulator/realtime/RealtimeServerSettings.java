package dev.earshot.simulator.realtime;

import dev.earshot.simulator.speech.SpeechEngine;
import java.time.Duration;

/**
 * How a realtime server runs.
 *
 * @param host address to listen on
 * @param port 0 takes any
 * @param engine hears the speech
 * @param sessionDuration what {@code expires_at} says, and what is held to
 * @param responseTime what an answer takes to think of
 * @param keptPcmBytes audio kept for {@link SessionRecord#receivedPcm}, in bytes a session
 */
public record RealtimeServerSettings(
        String host, int port, SpeechEngine engine, Duration sessionDuration, Duration responseTime, int keptPcmBytes) {

    private static final Duration SESSION = Duration.ofMinutes(60);
    private static final Duration THINKING = Duration.ofMillis(150);

    /** On the loopback address, on any port, with the real service's times. */
    public static RealtimeServerSettings with(SpeechEngine engine) {
        return new RealtimeServerSettings("127.0.0.1", 0, engine, SESSION, THINKING, 0);
    }

    public RealtimeServerSettings at(String anyHost, int anyPort) {
        return new RealtimeServerSettings(anyHost, anyPort, engine, sessionDuration, responseTime, keptPcmBytes);
    }

    public RealtimeServerSettings withSessionDuration(Duration duration) {
        return new RealtimeServerSettings(host, port, engine, duration, responseTime, keptPcmBytes);
    }

    public RealtimeServerSettings withResponseTime(Duration time) {
        return new RealtimeServerSettings(host, port, engine, sessionDuration, time, keptPcmBytes);
    }

    public RealtimeServerSettings keepingPcm(int bytes) {
        return new RealtimeServerSettings(host, port, engine, sessionDuration, responseTime, bytes);
    }
}
