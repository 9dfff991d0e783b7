package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.simulator.caller.LineEnd;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocket;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcsCallerIT {

    private static final ActorTestKit KIT = ActorTestKit.create("acs-caller");

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<HttpRequest> dialled = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Done> closed = new CompletableFuture<>();
    private final CompletableFuture<Done> heardEnough = new CompletableFuture<>();
    private ServerBinding server;

    @BeforeEach
    void listen() {
        server = Http.get(KIT.system())
                .newServerAt("127.0.0.1", 0)
                .bindSync(this::answer)
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void unbind() {
        server.unbind().toCompletableFuture().join();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void sendsEveryMessageInOrderAndHangsUpNormally() throws Exception {
        AcsCallerOptions options = call("/media").build();

        AcsCaller.Result result = sent(options);

        assertThat(closed).succeedsWithin(Patience.LIMIT);
        assertThat(received).isEqualTo(AcsCaller.messages(options));
        assertThat(result.end()).isEqualTo(new LineEnd.HungUp());
        assertThat(result.frames()).isEqualTo(100);
        assertThat(result.samples()).isEqualTo(Map.of("8:acs:demo_agent", 50 * 320L, "8:acs:demo_other", 50 * 320L));
    }

    @Test
    void countsAMixedCallAtTheRateOfTheWire() throws Exception {
        AcsCallerOptions options = call("/media")
                .channel(AcsCallerOptions.Channel.MIXED)
                .sampleRate(24_000)
                .build();

        assertThat(sent(options).samples()).isEqualTo(Map.of("mixed", 50 * 480L));
        assertThat(closed).succeedsWithin(Patience.LIMIT);
        assertThat(received).isEqualTo(AcsCaller.messages(options));
    }

    @Test
    void namesTheCallInTheHeadersOfTheService() throws Exception {
        sent(call("/media").header("Authorization", "Bearer token").build());
        sent(call("/media").build());

        assertThat(header(0, "x-ms-call-connection-id")).isEqualTo("call-1");
        assertThat(header(0, "authorization")).isEqualTo("Bearer token");
        assertThat(header(0, "x-ms-call-correlation-id"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isEqualTo(header(1, "x-ms-call-correlation-id"));
    }

    @Test
    void drainsWhatTheOtherSidePlays() throws Exception {
        assertThat(sent(call("/playing").build()).frames()).isEqualTo(100);
    }

    @Test
    void saysHowFarItCameWhenTheOtherSideHangsUp() throws Exception {
        AcsCaller.Result result =
                sent(call("/hanging-up").pace(1).trailingSilenceMillis(60_000).build());

        assertThat(result.frames()).isBetween(9L, 6_000L);
        assertThat(result.end()).isInstanceOf(LineEnd.ClosedByServer.class);
    }

    @Test
    void failsWithTheStatusOfARefusal() {
        assertThat(AcsCaller.place(call("/refused").build()))
                .failsWithin(Patience.LIMIT)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("The media socket refused the call: 401 Unauthorized");
        assertThat(received).isEmpty();
    }

    @Test
    void failsWhereNobodyListens() {
        server.unbind().toCompletableFuture().join();

        assertThat(AcsCaller.place(call("/media").build())).failsWithin(Patience.LIMIT);
    }

    @Test
    void keepsTheFramesApartInRealTime() {
        var unused = AcsCaller.place(call("/media").pace(0.001).build());

        await().until(() -> received.size() == 3);
        await().during(Duration.ofMillis(200)).until(() -> received.size() == 3);
    }

    private Done hear(TextMessage message) {
        received.add(message.getStrictText());
        if (received.size() == 10) {
            heardEnough.complete(Done.getInstance());
        }
        return Done.getInstance();
    }

    private static AcsCaller.Result sent(AcsCallerOptions options) throws Exception {
        return AcsCaller.place(options).get();
    }

    /** One second of two voices, as fast as it goes. */
    private AcsCallerOptions.Builder call(String path) {
        URI socket =
                URI.create("ws://127.0.0.1:%d%s".formatted(server.localAddress().getPort(), path));
        return AcsCallerOptions.to(socket, "call-1")
                .participant("8:acs:demo_agent", Speech.of(16_000, i -> i))
                .participant("8:acs:demo_other", Speech.of(8_000, i -> -i))
                .pace(Double.POSITIVE_INFINITY);
    }

    private String header(int request, String name) {
        return dialled.get(request).getHeader(name).map(HttpHeader::value).orElseThrow();
    }

    private HttpResponse answer(HttpRequest request) {
        dialled.add(request);
        String path = request.getUri().path();
        if (path.equals("/refused")) {
            return HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED);
        }
        return WebSocket.handleWebSocketRequestWith(request, media(path));
    }

    private Flow<Message, Message, NotUsed> media(String path) {
        Sink<Message, ?> ear = Flow.<Message>create()
                .mapAsync(1, message -> message.asTextMessage()
                        .toStrict(Patience.LIMIT.toMillis(), Materializer.matFromSystem(KIT.system())))
                .map(this::hear)
                .watchTermination((notUsed, done) -> done.whenComplete((ended, failure) -> {
                    if (failure == null) {
                        closed.complete(ended);
                    } else {
                        closed.completeExceptionally(failure);
                    }
                }))
                .to(Sink.ignore());
        if (path.equals("/hanging-up")) {
            return Flow.fromSinkAndSourceCoupled(
                    ear, Source.completionStage(heardEnough.thenApply(done -> TextMessage.create("Good-bye."))));
        }
        Source<Message, NotUsed> played = path.equals("/playing")
                ? Source.repeat((Message) TextMessage.create(Source.from(List.of("{\"kind\":\"Audio", "Data\"}"))))
                        .take(200)
                : Source.empty();
        return Flow.fromSinkAndSourceCoupled(ear, played.concat(Source.maybe()));
    }
}
