package dev.earshot.realtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgradeResponse;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;

/** A realtime service behind a real WebSocket. */
public final class WebSocketTransport implements RealtimeTransport {
    private final ActorSystem<?> system;
    private final Materializer materializer;
    private final RealtimeEndpoint endpoint;

    public WebSocketTransport(ActorSystem<?> system, RealtimeEndpoint endpoint) {
        this.system = system;
        this.materializer = SystemMaterializer.get(system).materializer();
        this.endpoint = endpoint;
    }

    @Override
    public CompletionStage<Upgrade> open(Flow<String, String, NotUsed> session) {
        return Http.get(system)
                .singleWebSocketRequest(request(), messages(session), materializer)
                .first()
                .thenApply(WebSocketTransport::upgrade);
    }

    private WebSocketRequest request() {
        WebSocketRequest request = WebSocketRequest.create(endpoint.uri().toString());
        for (var header : endpoint.headers().entrySet()) {
            request = request.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return request;
    }

    private Flow<Message, Message, NotUsed> messages(Flow<String, String, NotUsed> session) {
        return Flow.of(Message.class).mapAsync(1, this::wholeText).via(session).map(text ->
                (Message) TextMessage.create(text));
    }

    /** A message may come in fragments; its size is bounded before it is whole. The protocol has no binary messages. */
    private CompletionStage<String> wholeText(Message message) {
        if (!message.isText()) {
            message.asBinaryMessage().getStreamedData().runWith(Sink.cancelled(), materializer);
            return CompletableFuture.completedFuture("");
        }
        TextMessage text = message.asTextMessage();
        if (text.isStrict()) {
            return CompletableFuture.completedFuture(
                    bounded(new StringBuilder(text.getStrictText())).toString());
        }
        return text.getStreamedText()
                .runFold(new StringBuilder(), (whole, part) -> bounded(whole.append(part)), materializer)
                .thenApply(StringBuilder::toString);
    }

    private StringBuilder bounded(StringBuilder text) {
        if (text.length() > endpoint.maxMessageChars()) {
            throw new MessageTooLarge(endpoint.maxMessageChars());
        }
        return text;
    }

    private static Upgrade upgrade(WebSocketUpgradeResponse answer) {
        return answer.isValid()
                ? new Upgrade.Accepted()
                : new Upgrade.Refused(answer.response().status().intValue());
    }

    static final class MessageTooLarge extends RuntimeException {
        MessageTooLarge(int limit) {
            super("a message of more than " + limit + " characters", null, false, false);
        }
    }
}
