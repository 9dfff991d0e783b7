package dev.earshot.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The durable events of one call, in memory for as long as the call's log is open. It keeps every event it took, since
 * it is the truth until a store has confirmed it; past its bound it takes nothing more but the end of the call.
 */
final class CallLog {

    private final String callId;
    private final int maxEvents;
    private final List<LoggedEvent> events;
    private final HintCounts hints = new HintCounts();
    private CallSummary summary;

    CallLog(CallSummary starting, int maxEvents, List<LoggedEvent> earlier) {
        this.callId = starting.callId();
        this.maxEvents = maxEvents;
        this.events = new ArrayList<>(earlier);
        this.summary = starting;
        earlier.forEach(this::sum);
    }

    /** Puts an event in its place; empty where the log is full or its call has ended. */
    Optional<LoggedEvent> append(CallEvent.Durable event, long atMs) {
        boolean full = events.size() >= maxEvents && !(event instanceof CallEvent.CallEnded);
        if (full || ended()) {
            return Optional.empty();
        }
        LoggedEvent logged = LoggedEvent.of(callId, lastSeq() + 1, Math.max(atMs, lastMs()), event);
        events.add(logged);
        sum(logged);
        return Optional.of(logged);
    }

    private void sum(LoggedEvent logged) {
        hints.on(logged);
        summary = summary.after(logged).withHints(hints.inTime(), hints.open());
    }

    /** How the call does now; whether that is news. */
    boolean onHealth(CallHealth health) {
        boolean news = !ended() && summary.health() != health;
        if (news) {
            summary = summary.with(health);
        }
        return news;
    }

    List<LoggedEvent> after(long seq, int limit) {
        int from = (int) Math.min(Math.max(0, seq), events.size());
        int to = (int) Math.min((long) from + Math.max(0, limit), events.size());
        return List.copyOf(events.subList(from, to));
    }

    /** As {@link #after(long, int)}, and no more than {@code maxChars} of JSON, but one event at least. */
    List<LoggedEvent> after(long seq, int limit, long maxChars) {
        List<LoggedEvent> page = after(seq, limit);
        long chars = 0;
        for (int i = 0; i < page.size(); i++) {
            chars += page.get(i).rendered().length();
            if (chars > maxChars) {
                return page.subList(0, Math.max(1, i));
            }
        }
        return page;
    }

    /** How much comes after {@code seq}. */
    StoreBacklog.Amount amountAfter(long seq) {
        long chars = 0;
        for (int i = (int) Math.min(Math.max(0, seq), events.size()); i < events.size(); i++) {
            chars += events.get(i).rendered().length();
        }
        return new StoreBacklog.Amount(Math.max(0, events.size() - Math.max(0, seq)), chars);
    }

    long lastSeq() {
        return events.size();
    }

    boolean ended() {
        return summary.state() == CallSummary.State.ENDED;
    }

    CallSummary summary() {
        return summary;
    }

    private long lastMs() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).atMs();
    }
}
