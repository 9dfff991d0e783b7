package dev.earshot.recorder;

import dev.earshot.acs.MediaMessages;
import dev.earshot.ingress.AudioOrder;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.realtime.RealtimeConnection;
import dev.earshot.realtime.RealtimeTransport;
import dev.earshot.realtime.SessionCause;
import dev.earshot.recorder.Recording.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the audio's thread of a recorded call did, done again: media in, and the service's side of each session. */
final class ReplayedAudio implements AudioOrder, RealtimeTransport {

    private final Timeline timeline;
    private final ReplayTime time;
    private final ReplayLane lane;
    private final List<MediaPort> ports = new ArrayList<>();
    private final List<MediaMessages> messages = new ArrayList<>();
    private final List<ReplayConnection> connections = new ArrayList<>();
    private int looks;

    ReplayedAudio(Timeline timeline, ReplayTime time, ReplayLane lane) {
        this.timeline = timeline;
        this.time = time;
        this.lane = lane;
    }

    @Override
    public MediaPort port(MediaPort port) {
        ports.add(port);
        messages.add(new MediaMessages(port));
        return port;
    }

    @Override
    public RealtimeConnection connect(String callId, Listener listener) {
        ReplayConnection connection = new ReplayConnection(connections.size() + 1, listener, timeline, time);
        connections.add(connection);
        return connection;
    }

    List<ReplayConnection> connections() {
        return connections;
    }

    /** Something from outside has its turn: its looks are counted anew. */
    void onTurn() {
        looks = 0;
    }

    /** What the audio's thread had done by then is done before. */
    @Override
    public <T> T between(Supplier<T> look) {
        if (lane.inside()) {
            timeline.until(looks).forEach(this::happens);
            looks++;
        }
        return look.get();
    }

    void happens(Entry entry) {
        RecordReader fields = entry.fields();
        time.audio(fields.number(), () -> happens(entry.kind(), fields.whole(), fields));
    }

    /** What changed code does besides, of which the recording knows nothing, is done as soon as can be. */
    void happensBesides(long nanos) {
        for (ReplayConnection connection : List.copyOf(connections)) {
            while (connection.unheardOf()) {
                time.audio(nanos, () -> {
                    connection.doTask(true);
                    connection.doTask(false);
                });
            }
        }
    }

    private void happens(RecordKind kind, int number, RecordReader fields) {
        boolean media = kind.code() <= RecordKind.MEDIA_CLOSED.code();
        if (number < 1 || number > (media ? ports : connections).size()) {
            return; // changed code has not asked for it
        }
        if (media) {
            media(kind, number, fields);
        } else {
            try {
                session(kind, connections.get(number - 1), fields);
            } catch (RuntimeException broken) {
                // as on the connection's thread: the session's end follows in the recording
            }
        }
    }

    private void media(RecordKind kind, int number, RecordReader fields) {
        MediaPort port = ports.get(number - 1);
        switch (kind) {
            case MEDIA_OPENED -> port.opened(() -> {});
            case MEDIA -> {
                byte[] message = fields.bytes();
                messages.get(number - 1).onMessage(message, message.length);
            }
            case MEDIA_ANOMALY -> port.anomaly(MediaAnomaly.valueOf(fields.text()));
            default -> port.closed(MediaEnd.valueOf(fields.text()));
        }
    }

    private static void session(RecordKind kind, ReplayConnection connection, RecordReader fields) {
        switch (kind) {
            case SESSION_OPENED -> connection.listener().onOpened();
            case SESSION_TEXT -> connection.listener().onText(fields.text());
            case SESSION_WRITABLE -> connection.listener().onWritable();
            case SESSION_TASK -> {
                boolean ofLane = fields.flag();
                if (!connection.doTask(ofLane)) {
                    connection.doTask(!ofLane);
                }
            }
            case SESSION_SCHEDULED -> connection.doScheduled(fields.number());
            default ->
                connection
                        .listener()
                        .onEnded(new ConnectionEnd.Told(
                                SessionCause.valueOf(fields.text()),
                                fields.text(),
                                Duration.ofMillis(fields.number())));
        }
    }
}
