package dev.earshot.realtime;

import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * What happens on the connection's thread, told to the actor. The connection bounds the texts that wait in the mailbox.
 *
 * <pre>
 *   service ──texts──▷ this actor
 *   service ◁─texts─── Appender ◁── events, gate
 * </pre>
 */
final class SessionWiring implements RealtimeTransport.Listener, Appender.Listener {
    private final ActorRef<RealtimeSessionActor.Command> self;
    private @Nullable Appender appender;

    SessionWiring(ActorRef<RealtimeSessionActor.Command> self) {
        this.self = self;
    }

    /** On the connection's thread: whoever waits for room there. */
    void appendsWith(Appender events) {
        appender = events;
    }

    @Override
    public void onOpened() {
        self.tell(RealtimeSessionActor.Signal.OPENED);
    }

    @Override
    public void onText(String text) {
        self.tell(new RealtimeSessionActor.TextReceived(text));
    }

    @Override
    public void onWritable() {
        if (appender != null) {
            appender.onWritable();
        }
    }

    @Override
    public void onEnded(ConnectionEnd end) {
        self.tell(new RealtimeSessionActor.ConnectionEnded(end));
    }

    @Override
    public void onAppending(long sent, long position) {
        self.tell(new RealtimeSessionActor.Appending(sent, position));
    }

    @Override
    public void onTrackAppended(long position) {
        self.tell(new RealtimeSessionActor.TrackSent(position));
    }

    @Override
    public void onGateClosed(long position) {
        self.tell(new RealtimeSessionActor.GateClosed(position));
    }
}
