package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** The two directions of a media socket. Nothing is sent: Earshot listens. */
public final class MediaStream {

    private MediaStream() {}

    /**
     * What a socket is handled with.
     *
     * <pre>
     *   socket ══messages══▶ intake ──▶ port        (never back-pressures)
     *   socket ◀══════════════ silence              (ends when the intake does, and so closes the socket)
     * </pre>
     *
     * @param maxMessageChars a longer message (bytes where it is binary) is skipped and counted
     */
    public static Flow<Message, Message, NotUsed> into(MediaPort port, int maxMessageChars) {
        Sink<Message, NotUsed> intake = Sink.fromGraph(new MediaIntake(port, maxMessageChars));
        Source<Message, NotUsed> silence = Source.never();
        return Flow.fromSinkAndSourceCoupled(intake, silence);
    }
}
