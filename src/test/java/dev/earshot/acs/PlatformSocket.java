package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgradeResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;

/** The platform's end of a media socket. */
final class PlatformSocket {

    private final SourceQueueWithComplete<Message> outbound;
    private final CompletionStage<Done> inboundEnd;

    private PlatformSocket(SourceQueueWithComplete<Message> outbound, CompletionStage<Done> inboundEnd) {
        this.outbound = outbound;
        this.inboundEnd = inboundEnd;
    }

    static PlatformSocket connect(ActorTestKit kit, String url) throws Exception {
        Pair<CompletionStage<WebSocketUpgradeResponse>, PlatformSocket> dialled = dial(kit, url);
        WebSocketUpgradeResponse upgrade = dialled.first().toCompletableFuture().get();
        assertThat(upgrade.isValid()).isTrue();
        return dialled.second();
    }

    /** The status that an upgrade is refused with. */
    static int refusal(ActorTestKit kit, String url) throws Exception {
        WebSocketUpgradeResponse upgrade =
                dial(kit, url).first().toCompletableFuture().get();
        assertThat(upgrade.isValid()).isFalse();
        return upgrade.response().status().intValue();
    }

    private static Pair<CompletionStage<WebSocketUpgradeResponse>, PlatformSocket> dial(ActorTestKit kit, String url) {
        Flow<Message, Message, PlatformSocket> flow = Flow.fromSinkAndSourceCoupledMat(
                Sink.<Message>ignore(),
                Source.<Message>queue(1_000, OverflowStrategy.fail()),
                (end, queue) -> new PlatformSocket(queue, end));
        return Http.get(kit.system())
                .singleWebSocketRequest(WebSocketRequest.create(url), flow, Materializer.matFromSystem(kit.system()));
    }

    void send(Message message) throws Exception {
        outbound.offer(message).toCompletableFuture().get();
    }

    void close() {
        outbound.complete();
    }

    /** Goes away in the way of a peer that found itself broken: with code 1011. */
    void breakOff() {
        outbound.fail(new IOException("the peer breaks off"));
    }

    void awaitClosed() throws Exception {
        try {
            inboundEnd.toCompletableFuture().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException endedBadly) {
            throw new AssertionError("the socket was not closed in good order", endedBadly);
        }
    }
}
