package dev.earshot.server;

import static dev.earshot.sockets.WireFrames.CLOSE;
import static dev.earshot.sockets.WireFrames.PING;
import static dev.earshot.sockets.WireFrames.PONG;
import static dev.earshot.sockets.WireFrames.TEXT;
import static dev.earshot.sockets.WireFrames.bytes;
import static dev.earshot.sockets.WireFrames.closing;
import static dev.earshot.sockets.WireFrames.joined;
import static dev.earshot.sockets.WireFrames.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.earshot.Patience;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public door with routes of the test's own and clients that do as they like. */
class DoorIT {

    private static final Duration PATIENCE = Patience.LIMIT;
    private static final ActorTestKit kit = kit("idle-timeout = 60s");

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final AudioLoops loops = AudioLoops.start(2);
    private final DoorRoutes routes = new DoorRoutes(loops);
    private Door.Listening door;
    private boolean stopped;

    private static ActorTestKit kit(String server) {
        return ActorTestKit.create(ConfigFactory.parseString("pekko.http.server { " + server + " }")
                .withFallback(ConfigFactory.load("application-test")));
    }

    @BeforeEach
    void open() {
        door = open(kit);
    }

    @AfterEach
    void close() {
        if (!stopped) {
            stopDoor();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    private void stopDoor() {
        stopped = true;
        door.close().toCompletableFuture().join();
        door.shutDown();
        loops.close();
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void requestsAndThenMediaShareOneConnection() throws Exception {
        try (RawClient client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.get("/hello"));
                assertThat(client.answer().text()).isEqualTo("hello");
            }
            switchToMedia(client);
            client.text("one");
            client.send(masked(PING, bytes("p")));
            assertThat(client.opcode()).isEqualTo(PONG);
            client.send(masked(CLOSE, closing(1000, "")));
            assertThat(client.opcode()).isEqualTo(CLOSE);
            client.assertGone();
        }
        awaitHeard("one");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(routes.ends).containsExactly(new SocketEnd.Closed(1000, "")));
        assertThat(routes.threads).allMatch(name -> name.startsWith("audio-"));
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInOrder() throws Exception {
        try (RawClient client = client()) {
            client.send(RawClient.get("/hello"), RawClient.get("/forbidden"), RawClient.get("/hello"));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void mediaMayBeAskedForBehindOtherRequestsInOnePacket() throws Exception {
        try (RawClient client = client()) {
            client.send(
                    RawClient.get("/hello"),
                    RawClient.get("/stream?bytes=300000"),
                    RawClient.upgrade("/media"),
                    masked(TEXT, bytes("early")));
            assertThat(client.answer().text()).isEqualTo("hello");
            assertThat(client.answer().body()).hasSize(300_000);
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.text("late");
            awaitHeard("early", "late");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void aBodyMayComeInManyPackets(String method) throws Exception {
        try (RawClient client = client()) {
            byte[] piece = "0123456789\r\n\r\n\u0000\u0081".getBytes(StandardCharsets.ISO_8859_1);
            client.send(bytes(
                    method + " /body HTTP/1.1\r\nHost: x\r\nContent-Length: " + 20_000 * piece.length + "\r\n\r\n"));
            for (int i = 0; i < 20_000; i++) {
                client.send(piece);
            }
            byte[] all = new byte[20_000 * piece.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = piece[i % piece.length];
            }
            assertThat(client.answer().text()).isEqualTo(all.length + " " + Arrays.hashCode(all));
            client.send(RawClient.get("/hello"));
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void aRequestMayComeInSingleBytes() throws Exception {
        try (RawClient client = client()) {
            for (byte one : joined(RawClient.get("/hello"), RawClient.upgrade("/media"))) {
                client.send(new byte[] {one});
            }
            assertThat(client.answer().text()).isEqualTo("hello");
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            for (byte one : masked(TEXT, bytes("slowly"))) {
                client.send(new byte[] {one});
            }
            awaitHeard("slowly");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forbidden", "/changed-mind", "/failed-mind"})
    void mediaThatIsRefusedLeavesTheConnectionToHttp(String path) throws Exception {
        try (RawClient client = client()) {
            client.send(RawClient.upgrade(path));
            assertThat(client.answer().status()).isGreaterThanOrEqualTo(403);
            client.send(RawClient.get("/hello"));
            assertThat(client.answer().text()).isEqualTo("hello");
            client.send(RawClient.upgrade(path), RawClient.get("/hello"));
            assertThat(client.answer().status()).isGreaterThanOrEqualTo(403);
            assertThat(client.answer().text()).isEqualTo("hello");
            switchToMedia(client);
            client.text("after all");
            awaitHeard("after all");
        }
        assertThat(routes.switched).hasValue(1);
    }

    @Test
    void framesInTheSamePacketAsTheUpgradeAreHeard() throws Exception {
        byte[] cut = masked(TEXT, bytes("cut"));
        try (RawClient client = client()) {
            client.send(RawClient.upgrade("/media"), masked(TEXT, bytes("early")), Arrays.copyOf(cut, 3));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.send(Arrays.copyOfRange(cut, 3, cut.length));
            client.text("late");
            awaitHeard("early", "cut", "late");
        }
    }

    @Test
    void framesThatComeWhileTheRouteStillThinksAreHeard() throws Exception {
        try (RawClient client = client()) {
            client.send(RawClient.upgrade("/media-later"));
            await().atMost(PATIENCE).until(() -> routes.asked.get() == 1);
            for (int i = 0; i < 50; i++) {
                client.text("early " + i);
            }
            routes.goOn.complete(null);
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.text("late");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(routes.heard)
                    .hasSize(51)
                    .startsWith("early 0", "early 1")
                    .endsWith("early 49", "late"));
        }
    }

    @Test
    void aClientThatGoesBeforeItsUpgradeIsAnsweredHarmsNobody() throws Exception {
        RawClient client = client();
        client.send(RawClient.upgrade("/media-later"));
        await().atMost(PATIENCE).until(() -> routes.asked.get() == 1);
        client.reset();
        routes.goOn.complete(null);
        try (RawClient other = client()) {
            other.send(RawClient.get("/hello"));
            assertThat(other.answer().text()).isEqualTo("hello");
        }
        await().atMost(PATIENCE).until(() -> routes.ends.size() == routes.switched.get());
    }

    @Test
    void aSocketWhoseHandlersCannotBeInstalledIsClosed() throws Exception {
        try (RawClient client = client()) {
            client.send(RawClient.upgrade("/broken-media"));
            client.assertGone();
        }
    }

    @Test
    void aMediaSocketThatBreaksIsToldOnce() throws Exception {
        RawClient client = client();
        switchToMedia(client);
        client.text("one");
        awaitHeard("one");
        client.reset();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(routes.ends).hasSize(1));
    }

    @Test
    void webSocketsOfTheHttpLayerWorkOnTheSameDoor() throws Exception {
        try (RawClient client = client()) {
            client.send(RawClient.get("/hello"));
            client.answer();
            client.send(RawClient.upgrade("/echo"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            client.text("hi");
            assertThat(client.in().readNBytes(4)).isEqualTo(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            client.send(masked(CLOSE, closing(1000, "")));
            assertThat(client.opcode()).isEqualTo(CLOSE);
            client.assertGone();
        }
    }

    @Test
    void aClientThatEndsInTheMiddleOfARequestIsLeft() throws Exception {
        try (RawClient client = client()) {
            client.send(bytes("PUT /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"));
            client.finish();
            client.assertGone();
        }
    }

    @Test
    void anAnswerThatEndsTheConnectionArrivesWhole() throws Exception {
        try (RawClient client = client()) {
            client.send(bytes("GET /stream?bytes=3000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
            assertThat(client.answer().body()).hasSize(3_000_000);
            client.assertGone();
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotAnsweredFasterThanItReads() throws Exception {
        int all = 50_000_000;
        try (RawClient client = client()) {
            client.send(RawClient.get("/stream?bytes=" + all));
            await().atMost(PATIENCE).until(() -> routes.streamed.get() > 0);
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(routes.streamed::get, n -> n < all / 2);
            long stalled = routes.streamed.get();
            assertThat(stalled).isLessThan(all / 2);

            assertThat(RawClient.contentLength(client.head())).isEqualTo(all);
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < all / block.length; i++) {
                client.in().readFully(block);
                for (int j = 0; j < block.length; j += 997) {
                    assertThat(block[j]).isEqualTo(DoorRoutes.byteAt((long) i * block.length + j));
                }
            }
            client.send(RawClient.get("/hello"));
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void anIdleConnectionIsClosedAndOneThatHasBecomeMediaIsNot() throws Exception {
        // long enough to come from one line of this test to the next
        ActorTestKit hasty = kit("idle-timeout = 5s");
        Door.Listening other = open(hasty);
        try (RawClient idle = new RawClient(other.address());
                RawClient asking = new RawClient(other.address());
                RawClient media = new RawClient(other.address())) {
            asking.send(RawClient.get("/hello"));
            assertThat(asking.answer().status()).isEqualTo(200);
            switchToMedia(media);
            idle.assertGone();
            asking.assertGone();
            media.text("still here");
            awaitHeard("still here");
        } finally {
            other.shutDown();
            hasty.shutdownTestKit();
        }
    }

    @Test
    void noMoreConnectionsThanAllowedAreServedAndEachThatGoesMakesRoom() throws Exception {
        ActorTestKit small = kit("max-connections = 2");
        Door.Listening other = open(small);
        try (RawClient first = new RawClient(other.address());
                RawClient second = new RawClient(other.address())) {
            first.send(RawClient.get("/hello"));
            assertThat(first.answer().status()).isEqualTo(200);
            switchToMedia(second);
            try (RawClient third = new RawClient(other.address())) {
                third.assertGone();
            }
            second.reset();
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        try (RawClient fourth = new RawClient(other.address())) {
                            fourth.send(RawClient.get("/hello"));
                            assertThat(fourth.answer().status()).isEqualTo(200);
                        }
                    });
        } finally {
            other.shutDown();
            small.shutdownTestKit();
        }
    }

    @Test
    void aPortThatIsTakenSaysSo() {
        assertThatThrownBy(() -> Door.open(
                                kit.system(), "127.0.0.1", door.address().getPort(), routes.route())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining("already in use");
    }

    @Test
    void aStopWithOpenConnectionsIsQuickAndEndsThem() throws Exception {
        try (RawClient http = client();
                RawClient thinking = client();
                RawClient media = client()) {
            http.send(RawClient.get("/hello"));
            http.answer();
            thinking.send(RawClient.get("/never"));
            switchToMedia(media);
            stopDoor();
            http.assertGone();
            thinking.assertGone();
            media.assertGone();
        }
        // The peer may see the connection go before our own side has been told.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(routes.ends).hasSize(1));
    }

    private Door.Listening open(ActorTestKit on) {
        return Door.open(on.system(), "127.0.0.1", 0, routes.route())
                .toCompletableFuture()
                .join();
    }

    private Set<String> ownThreads() {
        Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
        now.removeAll(before);
        Set<String> names = new HashSet<>();
        now.forEach(thread -> names.add(thread.getName()));
        names.removeIf(name -> !name.startsWith("audio-") && !name.startsWith("door-"));
        return names;
    }

    private RawClient client() throws IOException {
        return new RawClient(door.address());
    }

    private static void switchToMedia(RawClient client) throws IOException {
        client.send(RawClient.upgrade("/media"));
        assertThat(client.head()).startsWith("HTTP/1.1 101 ");
    }

    private void awaitHeard(String... texts) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(routes.heard).containsExactly(texts));
    }
}
