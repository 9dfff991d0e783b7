package dev.earshot.recorder;

import dev.earshot.realtime.RealtimeConnection;
import dev.earshot.realtime.RealtimeTransport;

/** Writes what passes between a call's sessions and the service. Confined to the call's lane. */
final class RecordedTransport implements RealtimeTransport {

    private final RealtimeTransport transport;
    private final LiveOrder order;
    private int connections;

    RecordedTransport(RealtimeTransport transport, LiveOrder order) {
        this.transport = transport;
        this.order = order;
    }

    @Override
    public RealtimeConnection connect(String callId, Listener listener) {
        int number = ++connections;
        return new RecordedConnection(number, transport.connect(callId, new Heard(number, listener)), order);
    }

    /** What the service does. On the connection's thread. */
    private final class Heard implements Listener {
        private final int number;
        private final Listener listener;

        Heard(int number, Listener listener) {
            this.number = number;
            this.listener = listener;
        }

        @Override
        public void onOpened() {
            order.onAudio(at -> record(RecordKind.SESSION_OPENED, at), listener::onOpened);
        }

        @Override
        public void onText(String text) {
            order.onAudio(at -> record(RecordKind.SESSION_TEXT, at).text(text), () -> listener.onText(text));
        }

        @Override
        public void onWritable() {
            boolean within = order.withinAudio();
            order.onAudio(at -> record(RecordKind.SESSION_WRITABLE, at).flag(within), listener::onWritable);
        }

        @Override
        public void onEnded(ConnectionEnd end) {
            ConnectionEnd.Told told = end.told();
            order.onAudio(
                    at -> record(RecordKind.SESSION_ENDED, at)
                            .text(told.cause().name())
                            .text(told.detail())
                            .number(told.retryAfter().toMillis()),
                    () -> listener.onEnded(end));
        }

        private RecordWriter record(RecordKind kind, long at) {
            return new RecordWriter(kind).number(at).number(number);
        }
    }
}
