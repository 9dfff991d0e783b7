package dev.earshot.recorder;

import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import org.jspecify.annotations.Nullable;

/** Writes what one media socket brings before it is told on. */
final class RecordedPort implements MediaPort {

    private final int number;
    private final MediaPort port;
    private final LiveOrder order;
    private byte @Nullable [] message;
    private int length;

    /** @param number of the port in its call, from 1 */
    RecordedPort(int number, MediaPort port, LiveOrder order) {
        this.number = number;
        this.port = port;
        this.order = order;
    }

    @Override
    public void opened(Runnable close) {
        order.onAudio(at -> record(RecordKind.MEDIA_OPENED, at), () -> port.opened(close));
    }

    @Override
    public void received(byte[] received, int bytes) {
        message = received;
        length = bytes;
    }

    @Override
    public void format(PcmFormat format) {
        told(RecordKind.MEDIA, "", () -> port.format(format));
    }

    @Override
    public void frame(
            @Nullable String participant, long timestampMicros, boolean silent, byte[] bytes, int from, int count) {
        told(RecordKind.MEDIA, "", () -> port.frame(participant, timestampMicros, silent, bytes, from, count));
    }

    @Override
    public void anomaly(MediaAnomaly cause) {
        told(RecordKind.MEDIA_ANOMALY, cause.name(), () -> port.anomaly(cause));
    }

    /** By a message, as a rule; what the socket says of itself has none. */
    private void told(RecordKind without, String what, Runnable deed) {
        byte[] of = message;
        message = null;
        order.onAudio(
                at -> of == null
                        ? record(without, at).text(what)
                        : record(RecordKind.MEDIA, at).bytes(of, length),
                deed);
    }

    @Override
    public void closed(MediaEnd cause) {
        order.onAudio(at -> record(RecordKind.MEDIA_CLOSED, at).text(cause.name()), () -> port.closed(cause));
    }

    private RecordWriter record(RecordKind kind, long at) {
        return new RecordWriter(kind).number(at).number(number);
    }
}
