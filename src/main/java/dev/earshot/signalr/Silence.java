package dev.earshot.signalr;

import java.time.Duration;

/**
 * How long each side has said nothing, counted in ticks, a fixed part of the keep-alive interval. A client that never pinged
 * may be silent for ever.
 */
final class Silence {

    private final int clientTimeoutTicks;
    private int ours;
    private int theirs;
    private boolean clientPings;

    private Silence(int clientTimeoutTicks) {
        this.clientTimeoutTicks = clientTimeoutTicks;
    }

    static Silence of(HubSettings.Timing timing) {
        Duration tick = timing.keepAlive().dividedBy(HubConnectionActor.TICKS);
        // One more, because the tick under way when something was heard has passed in part.
        return new Silence(Math.toIntExact(timing.clientTimeout().dividedBy(tick)) + 1);
    }

    void heard() {
        theirs = 0;
    }

    void pinged() {
        clientPings = true;
    }

    /**
     * Another tick has passed.
     *
     * @param sent whether anything was sent in it
     * @return whether it is time for a ping, lest the next tick make the silence too long
     */
    boolean onTick(boolean sent) {
        theirs++;
        ours = sent ? 0 : ours + 1;
        return ours >= HubConnectionActor.TICKS - 1;
    }

    boolean clientIsGone() {
        return clientPings && theirs >= clientTimeoutTicks;
    }
}
