package dev.earshot;

import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Realtime sessions as the registry shows them: how many are in each state, how many ended for each cause, and what was odd.
 * The tags are the wire names that logs and the console use.
 */
final class SessionMetrics implements SessionMeter {
    private final MeterRegistry registry;
    private final Map<String, AtomicInteger> byState = new ConcurrentHashMap<>();

    /** What has not happened yet is shown as 0, so that its first time is seen as a change. */
    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (SessionCause cause : SessionCause.values()) {
            ended(cause);
        }
        for (Oddity oddity : Oddity.values()) {
            odd(oddity);
        }
    }

    @Override
    public void onState(String from, String to) {
        if (!from.isEmpty()) {
            in(from).decrementAndGet();
        }
        if (!to.isEmpty()) {
            in(to).incrementAndGet();
        }
    }

    @Override
    public void onEnded(SessionCause cause) {
        ended(cause).increment();
    }

    @Override
    public void onOddEvent(Oddity oddity) {
        odd(oddity).increment();
    }

    private AtomicInteger in(String state) {
        return byState.computeIfAbsent(state, name -> {
            AtomicInteger sessions = new AtomicInteger();
            Gauge.builder("earshot.sessions", sessions, AtomicInteger::get)
                    .description("Realtime sessions in this state")
                    .tag("state", name)
                    .register(registry);
            return sessions;
        });
    }

    private Counter ended(SessionCause cause) {
        return Counter.builder("earshot.sessions.ended")
                .description("Realtime sessions that ended for this cause")
                .tag("cause", cause.wireName())
                .register(registry);
    }

    private Counter odd(Oddity oddity) {
        return Counter.builder("earshot.session.oddities")
                .description("What the realtime service said that sessions do without")
                .tag("kind", oddity.wireName())
                .register(registry);
    }
}
