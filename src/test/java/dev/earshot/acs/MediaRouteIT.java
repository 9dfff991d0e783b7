package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.ingress.AudioIngressActor;
import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.AudioOrder;
import dev.earshot.ingress.DiscardReason;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.MediaReport;
import dev.earshot.server.HttpDoors;
import dev.earshot.server.ServerSettings;
import dev.earshot.sockets.AudioLoops;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The media route over a real socket, down to the books on what came through it. */
class MediaRouteIT {

    private static final int MAX_MESSAGE = 64 * 1_024;
    private static final String METADATA =
            """
            {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"s","encoding":"PCM","sampleRate":16000,"channels":1,"length":640}}""";

    private static final ActorTestKit kit = ActorTestKit.create();
    private static final AudioLoops loops = AudioLoops.start(2);

    private final TestProbe<AudioIngressActor.Notice> parent = kit.createTestProbe();
    private final ActorRef<AudioIngressActor.Command> ingress = kit.spawn(
            AudioIngressActor.create("c-1", IngressSettings.ofDefaults(), () -> 0, AudioOrder.NONE, parent.ref()));
    private final Random random = new Random(5);
    private final List<byte[]> spoken = new ArrayList<>();
    private HttpDoors doors;

    @BeforeEach
    void bind() throws Exception {
        doors = HttpDoors.open(
                        kit.system(),
                        new ServerSettings("127.0.0.1", 0, 0),
                        MediaRoute.create(dial -> admit(dial.callId()), loops, new MediaLimits(MAX_MESSAGE, 1_000)),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void unbind() throws Exception {
        ingress.tell(new AudioIngressActor.EndMedia());
        doors.close().toCompletableFuture().get();
        doors.closeAdmin().toCompletableFuture().get();
        doors.release();
    }

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
        loops.close();
    }

    @Test
    void textBinaryAndFragmentedMessagesAreHeardBitByBitInOrder() throws Exception {
        PlatformSocket socket = connect("c-1");
        socket.send(TextMessage.create(METADATA));
        for (int i = 0; i < 30; i++) {
            socket.send(TextMessage.create(frame(640)));
            socket.send(BinaryMessage.create(ByteString.fromString(frame(640))));
            socket.send(TextMessage.create(Source.from(pieces(frame(640)))));
            socket.send(BinaryMessage.create(
                    Source.from(pieces(frame(640))).map(piece -> ByteString.fromArray(piece.getBytes(UTF_8)))));
        }
        awaitReceived(120 * 320);

        byte[] heard = new byte[120 * 640];
        assertThat(report().tracks().get(0).feed().resume(() -> {}).read(heard, 120 * 320))
                .isEqualTo(120 * 320);
        assertThat(Arrays.equals(heard, everythingSpoken())).isTrue();
        assertThat(report().anomalies()).containsExactly(entry(MediaAnomaly.MISSING_TIMESTAMP, 120L));
    }

    @Test
    void whatCannotBeUsedIsCountedAndTheSocketLivesOn() throws Exception {
        PlatformSocket socket = connect("c-1");
        socket.send(TextMessage.create(METADATA));
        socket.send(TextMessage.create("{\"kind\":\"AudioData\",\"audioData\":"));
        socket.send(TextMessage.create("{\"kind\":\"DtmfData\",\"dtmfData\":{\"data\":\"3\"}}"));
        socket.send(TextMessage.create("{\"kind\":\"Hello\"}"));
        socket.send(TextMessage.create("{\"kind\":\"AudioData\",\"audioData\":{\"data\":\"A*\"}}"));
        socket.send(TextMessage.create(
                "{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":\"8:acs:x\",\"data\":\"AQID\"}}"));
        socket.send(TextMessage.create("x".repeat(MAX_MESSAGE + 1)));
        socket.send(TextMessage.create(Source.repeat("x".repeat(1_000)).take(500)));
        socket.send(BinaryMessage.create(
                Source.repeat(ByteString.fromString("x".repeat(1_000))).take(500)));
        socket.send(TextMessage.create(frame(640)));
        awaitReceived(321);

        assertThat(report().anomalies())
                .containsExactly(
                        entry(MediaAnomaly.MALFORMED_JSON, 1L),
                        entry(MediaAnomaly.UNKNOWN_KIND, 1L),
                        entry(MediaAnomaly.DTMF, 1L),
                        entry(MediaAnomaly.ODD_LENGTH, 1L),
                        entry(MediaAnomaly.BAD_BASE64, 1L),
                        entry(MediaAnomaly.OVERSIZE, 3L),
                        entry(MediaAnomaly.MISSING_TIMESTAMP, 1L));
        AudioLedger.Track books = report().ledger().tracks().get(0);
        assertThat(books.held()).isEqualTo(320);
        assertThat(books.discarded()).containsExactly(entry(DiscardReason.MALFORMED, 1L));
        assertThat(books.frames()).isEqualTo(2);
    }

    @Test
    void aSecondSocketSupersedesTheFirstWhichIsClosed() throws Exception {
        PlatformSocket first = connect("c-1");
        first.send(TextMessage.create(METADATA));
        first.send(TextMessage.create(frame(640)));
        awaitReceived(320);
        parent.expectMessage(new AudioIngressActor.MediaAttached());
        parent.expectMessageClass(AudioIngressActor.TrackJoined.class);

        PlatformSocket second = connect("c-1");
        parent.expectMessage(new AudioIngressActor.MediaAttached());
        first.awaitClosed();
        second.send(TextMessage.create(METADATA));
        second.send(TextMessage.create(frame(640)));
        awaitReceived(640);

        second.close();
        parent.expectMessage(new AudioIngressActor.MediaLost(MediaEnd.CLOSED));
        assertThat(report().ledger().tracks()).hasSize(1);
        assertThat(report().media()).isEqualTo(MediaReport.State.LOST);
    }

    @Test
    void aCloseRightBehindAFragmentedMessageLosesNothingOfIt() throws Exception {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url("ws", "c-1")), new WebSocket.Listener() {})
                .join();
        List<String> pieces = pieces(frame(16_000));
        for (int i = 0; i < pieces.size(); i++) {
            socket.sendText(pieces.get(i), i == pieces.size() - 1).join();
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        awaitReceived(8_000);
        parent.fishForMessage(
                Patience.LIMIT,
                notice -> notice.equals(new AudioIngressActor.MediaLost(MediaEnd.CLOSED))
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void aSocketThatBreaksIsToldApartFromOneThatWasClosed() throws Exception {
        PlatformSocket socket = connect("c-1");
        parent.expectMessage(new AudioIngressActor.MediaAttached());
        socket.breakOff();
        parent.expectMessage(new AudioIngressActor.MediaLost(MediaEnd.FAILED));
    }

    @Test
    void theEndOfTheCallClosesTheSocket() throws Exception {
        PlatformSocket socket = connect("c-1");
        parent.expectMessage(new AudioIngressActor.MediaAttached());
        ingress.tell(new AudioIngressActor.EndMedia());
        socket.awaitClosed();
    }

    @Test
    void noSubprotocolIsAgreedTo() {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("audio")
                .buildAsync(URI.create(url("ws", "c-1")), new WebSocket.Listener() {})
                .join();
        assertThat(socket.getSubprotocol()).isEmpty();
        socket.abort();
    }

    @Test
    void errorsSayWhatIsWrong() throws Exception {
        HttpResponse<String> plain = get("c-1");
        assertThat(plain.statusCode()).isEqualTo(426);
        assertThat(plain.headers().firstValue("upgrade")).hasValue("websocket");
        assertThat(plain.body())
                .isEqualTo("{\"error\":{\"code\":\"webSocketRequired\","
                        + "\"message\":\"Media arrives over a WebSocket: send an upgrade request\"}}");

        assertThat(get("no%20id").statusCode()).isEqualTo(400);
        assertThat(get("x".repeat(129)).statusCode()).isEqualTo(400);
        assertThat(PlatformSocket.refusal(kit, url("ws", "no%20id"))).isEqualTo(400);
        assertThat(PlatformSocket.refusal(kit, url("ws", "unwelcome"))).isEqualTo(403);
        assertThat(PlatformSocket.refusal(kit, url("ws", "broken"))).isEqualTo(503);
    }

    private CompletionStage<MediaAdmission> admit(String callId) {
        return switch (callId) {
            case "unwelcome" ->
                CompletableFuture.completedFuture(new MediaAdmission.Refused(403, "unwelcome", "Not \"you\""));
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("no directory"));
            default ->
                AskPattern.<AudioIngressActor.Command, MediaPort>ask(
                                ingress, AudioIngressActor.Attach::new, Patience.LIMIT, kit.scheduler())
                        .thenApply(MediaAdmission.Admitted::new);
        };
    }

    private PlatformSocket connect(String callId) throws Exception {
        return PlatformSocket.connect(kit, url("ws", callId));
    }

    private String url(String scheme, String callId) {
        return scheme + "://127.0.0.1:" + doors.address().getPort() + "/acs/media/" + callId;
    }

    private HttpResponse<String> get(String callId) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url("http", callId))).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A frame of noise; what it says is remembered. */
    private String frame(int bytes) {
        byte[] pcm = new byte[bytes];
        random.nextBytes(pcm);
        spoken.add(pcm);
        return "{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":\"8:acs:x\",\"data\":\""
                + Base64.getEncoder().encodeToString(pcm) + "\"}}";
    }

    private byte[] everythingSpoken() {
        ByteString all = ByteString.emptyByteString();
        for (byte[] one : spoken) {
            all = all.concat(ByteString.fromArray(one));
        }
        return all.toArray();
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at += 100) {
            pieces.add(text.substring(at, Math.min(text.length(), at + 100)));
        }
        return pieces;
    }

    private void awaitReceived(long samples) {
        await().untilAsserted(() -> {
            MediaReport now = report();
            assertThat(now.ledger().balances()).isTrue();
            assertThat(now.ledger().tracks())
                    .extracting(AudioLedger.Track::received)
                    .containsExactly(samples);
        });
    }

    private MediaReport report() throws Exception {
        return AskPattern.<AudioIngressActor.Command, MediaReport>ask(
                        ingress, AudioIngressActor.Report::new, Patience.LIMIT, kit.scheduler())
                .toCompletableFuture()
                .get();
    }
}
