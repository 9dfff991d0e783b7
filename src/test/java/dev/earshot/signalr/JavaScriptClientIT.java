package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.node.NodeScripts;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The official JavaScript client")
class JavaScriptClientIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/signalr"));

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void install() throws Exception {
        SCRIPTS.installed();
    }

    static Stream<Arguments> subjects() {
        return Stream.of("json", "messagepack")
                .flatMap(protocol -> Stream.of("invocations", "streams", "reconnecting", "resuming", "refusals")
                        .map(subject -> Arguments.of(protocol, subject)));
    }

    @ParameterizedTest(name = "in {0} about {1}")
    @MethodSource("subjects")
    void agrees(String protocol, String subject) throws Exception {
        HubFixture[] started = new HubFixture[1];
        CuttableProxy[] wire = new CuttableProxy[1];
        Hub hub = new ExampleHub()
                .definition()
                .method("Leave", Boolean.class, (caller, mayReturn) -> {
                    caller.close(null, mayReturn);
                    return CompletableFuture.completedFuture(null);
                })
                .method("CutTheWire", caller -> {
                    wire[0].cut();
                    return CompletableFuture.completedFuture(null);
                })
                .method("Drain", caller -> started[0].server.drain())
                .method("Fail", caller -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                .build();
        try (HubFixture fixture = new HubFixture(hub);
                CuttableProxy proxy = new CuttableProxy(fixture.port())) {
            started[0] = fixture;
            wire[0] = proxy;
            Map<String, String> environment =
                    Map.of("HUB_URL", HubFixture.url("http", proxy.port()), "PROTOCOL", protocol);
            SCRIPTS.run(environment, "node", "--test", subject + ".test.js").assertSucceeded();
        }
    }

    @Test
    void still_writes_every_message_as_the_tests_of_both_protocols_have_it() throws Exception {
        assertThat(SCRIPTS.run(Map.of(), "node", "vectors.js").assertSucceeded().output())
                .isEqualTo(ProtocolVectors.text());
    }
}
