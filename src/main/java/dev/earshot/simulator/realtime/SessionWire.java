package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What a session sends, on its way to the socket. Bounded, in events and in bytes: a client that does not read what it is
 * sent is cut off.
 */
final class SessionWire implements RealtimeSession.Peer {

    private static final int MOST_UNSENT = 4_096;
    private static final long MOST_UNSENT_CHARS = 4L * 1024 * 1024;

    private final Connection connection;
    private final BoundedSourceQueue<String> queue;
    private final Source<Message, NotUsed> messages;
    private final AtomicLong unsentChars = new AtomicLong();

    SessionWire(Connection connection, Materializer materializer) {
        this.connection = connection;
        Pair<BoundedSourceQueue<String>, Source<String, NotUsed>> out =
                Source.<String>queue(MOST_UNSENT).preMaterialize(materializer);
        this.queue = out.first();
        this.messages = out.second().map(this::message);
    }

    /** The events, for the socket. */
    Source<Message, NotUsed> messages() {
        return messages;
    }

    @Override
    public void send(ObjectNode event) {
        String text = Json.write(event);
        boolean tooMuch = unsentChars.addAndGet(text.length()) > MOST_UNSENT_CHARS;
        if (tooMuch || queue.offer(text) == QueueOfferResult.dropped()) {
            connection.reset();
        }
    }

    @Override
    public void close(int code, String reason) {
        connection.closeWith(code, reason);
        if (!queue.isCompleted()) {
            queue.complete(); // its connection may have gone meanwhile
        }
    }

    @Override
    public void reset() {
        connection.reset();
    }

    @Override
    public void silence() {
        connection.silence();
    }

    @Override
    public void stopReading(Duration duration) {
        connection.stopReading(duration);
    }

    private Message message(String text) {
        unsentChars.addAndGet(-text.length());
        return TextMessage.create(text);
    }
}
