package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter.Oddity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of sessions")
class SessionMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionMetrics metrics = new SessionMetrics(registry);

    @Test
    @DisplayName("show from the start what has not happened yet, under the names that logs use")
    void startAtZero() {
        for (SessionCause cause : SessionCause.values()) {
            assertThat(ended(cause.wireName())).isZero();
        }
        assertThat(odd("unknownEvent")).isZero();
        assertThat(registry.find("earshot.session.lines").gauges())
                .extracting(gauge -> gauge.getId().getTag("state"))
                .containsExactlyInAnyOrder("connecting", "ready", "rotating", "recovering", "closed");
    }

    @Test
    @DisplayName("count each session in one state, from its start to its end")
    void states() {
        metrics.onState("", "connecting");
        metrics.onState("", "connecting");
        metrics.onState("connecting", "configuring");
        assertThat(gauge("earshot.sessions", "connecting")).isOne();
        assertThat(gauge("earshot.sessions", "configuring")).isOne();
        metrics.onState("configuring", "ready");
        metrics.onState("ready", "closed");
        metrics.onState("closed", "");

        assertThat(gauge("earshot.sessions", "connecting")).isOne();
        assertThat(gauge("earshot.sessions", "ready")).isZero();
        assertThat(gauge("earshot.sessions", "closed")).isZero();
    }

    @Test
    @DisplayName("tell how many tracks recover or rotate, which no session's own state says")
    void lines() {
        metrics.onLine("", "recovering");
        metrics.onLine("", "ready");
        metrics.onLine("ready", "rotating");
        assertThat(gauge("earshot.session.lines", "recovering")).isOne();
        assertThat(gauge("earshot.session.lines", "rotating")).isOne();
        assertThat(gauge("earshot.session.lines", "ready")).isZero();
        metrics.onLine("recovering", "");

        assertThat(gauge("earshot.session.lines", "recovering")).isZero();
    }

    @Test
    @DisplayName("count the ends by their cause, and what is odd by its kind")
    void counts() {
        metrics.onEnded(SessionCause.CONNECTION_LOST);
        metrics.onEnded(SessionCause.CONNECTION_LOST);
        metrics.onEnded(SessionCause.ROTATED);
        metrics.onOddEvent(Oddity.UNKNOWN_EVENT);

        assertThat(ended("connectionLost")).isEqualTo(2);
        assertThat(ended("rotated")).isOne();
        assertThat(ended("sessionExpired")).isZero();
        assertThat(odd("unknownEvent")).isOne();
    }

    private double gauge(String name, String state) {
        return registry.get(name).tag("state", state).gauge().value();
    }

    private double ended(String cause) {
        return registry.get("earshot.sessions.ended")
                .tag("cause", cause)
                .counter()
                .count();
    }

    private double odd(String kind) {
        return registry.get("earshot.session.oddities")
                .tag("kind", kind)
                .counter()
                .count();
    }
}
