package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("A client that sends hostile bytes")
class HostileBytesIT {

    private static final int MUTANTS = 300;
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        ROOT.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        ROOT.detachAppender(logged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "messagepack"})
    void costs_its_own_connection_and_nothing_else(String protocol) throws Exception {
        boolean json = protocol.equals("json");
        HostileInputTest.Mutations mutations = HostileInputTest.Mutations.of(
                json ? new JsonHubProtocol(64) : new MessagePackHubProtocol(64), json ? 11 : 12);
        Random random = new Random(13);
        try (HubFixture fixture = new HubFixture(hub())) {
            RawClient witness = RawClient.connect(fixture.url("ws")).handshake();
            for (int i = 1; i <= MUTANTS; i++) {
                attack(fixture, protocol, mutations.next(), json && random.nextInt(4) == 0);
                if (i % 20 == 0) {
                    witness.sendText(unknown(i)).expect("text " + notFound(i));
                }
            }
            await().untilAsserted(() -> assertThat(fixture.server.connections()).isEqualTo(1));
            witness.sendText(unknown(0)).expect("text " + notFound(0));
        }
        assertThat(warnings()).isEmpty();
    }

    /** Has what the messages ask for, so that some of their mutants are carried out. */
    private static Hub hub() {
        return Hub.builder()
                .method(
                        "Subscribe",
                        String.class,
                        Long.class,
                        (caller, id, after) -> CompletableFuture.completedFuture(id))
                .method("Say", String.class, (caller, text) -> CompletableFuture.completedFuture(text.length()))
                .method("Wide", JsonNode.class, (caller, any) -> CompletableFuture.completedFuture(any))
                .stream("Replay", String.class, Long.class, Double.class, (caller, id, after, speed) -> Source.repeat(
                                id)
                        .take(50))
                .build();
    }

    private static void attack(HubFixture fixture, String protocol, byte[] mutant, boolean asText) throws IOException {
        try (PlainWebSocket attacker = PlainWebSocket.open(fixture.port(), protocol)) {
            if (asText) {
                attacker.sendAsText(mutant);
            } else {
                attacker.sendBinary(mutant);
            }
            attacker.finish();
        }
    }

    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
                .map(ILoggingEvent::toString)
                .toList();
    }

    private static String unknown(int id) {
        return "{\"type\":1,\"target\":\"Nope\",\"invocationId\":\"%d\",\"arguments\":[]}\u001e".formatted(id);
    }

    private static String notFound(int id) {
        return "{\"type\":3,\"invocationId\":\"%d\",\"error\":\"Unknown hub method 'Nope'\"}\u001e".formatted(id);
    }
}
