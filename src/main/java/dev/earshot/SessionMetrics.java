package dev.earshot;

import dev.earshot.realtime.SessionCause;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.transcript.CallEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Realtime sessions as the registry shows them: how many are in each state, where the tracks' lines of sessions stand, how
 * many sessions ended for each cause, and what was odd. The tags are the wire names that logs and the console use.
 */
final class SessionMetrics implements SessionMeter {
    private final MeterRegistry registry;
    private final States sessions = new States("earshot.sessions", "Realtime sessions in this state");
    private final States lines =
            new States("earshot.session.lines", "Tracks whose line of realtime sessions is in this state");

    /** What has not happened yet is shown as 0, so that its first time is seen as a change. */
    SessionMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (SessionCause cause : SessionCause.values()) {
            ended(cause);
        }
        for (Oddity oddity : Oddity.values()) {
            odd(oddity);
        }
        for (CallEvent.SessionState state : EnumSet.complementOf(EnumSet.of(CallEvent.SessionState.CONFIGURING))) {
            lines.in(state.wireName());
        }
    }

    /** A gauge for each state that somebody was ever in. */
    private final class States {
        private final String name;
        private final String description;
        private final Map<String, AtomicInteger> byState = new ConcurrentHashMap<>();

        States(String name, String description) {
            this.name = name;
            this.description = description;
        }

        void move(String from, String to) {
            if (!from.isEmpty()) {
                in(from).decrementAndGet();
            }
            if (!to.isEmpty()) {
                in(to).incrementAndGet();
            }
        }

        AtomicInteger in(String state) {
            return byState.computeIfAbsent(state, wireName -> {
                AtomicInteger count = new AtomicInteger();
                Gauge.builder(name, count, AtomicInteger::get)
                        .description(description)
                        .tag("state", wireName)
                        .register(registry);
                return count;
            });
        }
    }

    @Override
    public void onState(String from, String to) {
        sessions.move(from, to);
    }

    @Override
    public void onLine(String from, String to) {
        lines.move(from, to);
    }

    @Override
    public void onEnded(SessionCause cause) {
        ended(cause).increment();
    }

    @Override
    public void onOddEvent(Oddity oddity) {
        odd(oddity).increment();
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
