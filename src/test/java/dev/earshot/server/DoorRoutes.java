package dev.earshot.server;

import dev.earshot.Patience;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.SocketHandover;
import dev.earshot.sockets.WebSocketPeer;
import dev.earshot.sockets.WebSocketPipelines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.unmarshalling.StringUnmarshallers;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** One route for each thing that can be done with a connection, and what became of it. */
final class DoorRoutes extends AllDirectives {

    private static final int MAX_MESSAGE = 64 * 1_024;
    private static final int CHUNK = 50_000;

    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<SocketEnd> ends = new CopyOnWriteArrayList<>();
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    final AtomicInteger switched = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicLong streamed = new AtomicLong();
    final CompletableFuture<Void> goOn = new CompletableFuture<>();
    private final AudioLoops loops;

    DoorRoutes(AudioLoops loops) {
        this.loops = loops;
    }

    Route route() {
        return concat(
                path("hello", () -> complete("hello")),
                path("never", () -> completeWithFuture(new CompletableFuture<HttpResponse>())),
                path("forbidden", () -> complete(HttpResponse.create().withStatus(403))),
                path("stream", () -> parameter(StringUnmarshallers.INTEGER, "bytes", this::stream)),
                path("body", () -> toStrictEntity(Patience.LIMIT, this::body)),
                path("media", () -> extractRequest(request -> complete(media(request, this::install)))),
                path(
                        "media-later",
                        () -> extractRequest(request -> {
                            asked.incrementAndGet();
                            return completeWithFuture(goOn.thenApply(go -> media(request, this::install)));
                        })),
                path(
                        "broken-media",
                        () -> extractRequest(request -> complete(media(request, pipeline -> {
                            throw new IllegalStateException("a fault");
                        })))),
                path(
                        "changed-mind",
                        () -> extractRequest(request -> {
                            media(request, this::install);
                            return complete(HttpResponse.create().withStatus(410));
                        })),
                path(
                        "failed-mind",
                        () -> extractRequest(request -> {
                            media(request, this::install);
                            throw new IllegalStateException("a fault");
                        })),
                path("echo", () -> handleWebSocketMessages(Flow.<Message>create())));
    }

    static byte byteAt(long position) {
        return (byte) (position * 31 >> 3);
    }

    private Route stream(int all) {
        Source<ByteString, NotUsed> pieces = Source.range(0, all / CHUNK - 1).map(i -> {
            byte[] piece = new byte[CHUNK];
            for (int at = 0; at < CHUNK; at++) {
                piece[at] = byteAt((long) i * CHUNK + at);
            }
            streamed.addAndGet(CHUNK);
            return ByteString.fromArray(piece);
        });
        return complete(HttpResponse.create()
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_OCTET_STREAM, all, pieces)));
    }

    private Route body() {
        return entity(Unmarshaller.entityToByteArray(), body -> complete(body.length + " " + Arrays.hashCode(body)));
    }

    private HttpResponse media(HttpRequest request, Consumer<ChannelPipeline> install) {
        SocketHandover handover = request.getAttribute(SocketHandover.ATTRIBUTE).orElseThrow();
        handover.onSwitched(loops.of("c"), install);
        return request.getAttribute(AttributeKeys.webSocketUpgrade)
                .orElseThrow()
                .handleMessagesWith(Flow.fromSinkAndSource(Sink.cancelled(), Source.maybe()));
    }

    private void install(ChannelPipeline pipeline) {
        switched.incrementAndGet();
        WebSocketPipelines.accepting(pipeline, new Peer(), Duration.ofSeconds(15));
    }

    private final class Peer extends WebSocketPeer {

        Peer() {
            super(Side.SERVER, MAX_MESSAGE);
        }

        @Override
        protected void onMessage(boolean text, byte[] bytes, int length) {
            threads.add(Thread.currentThread().getName());
            heard.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
        }

        @Override
        protected void onOversize(ChannelHandlerContext context) {
            heard.add("oversize");
        }

        @Override
        protected void onEnd(SocketEnd end) {
            ends.add(end);
        }
    }
}
