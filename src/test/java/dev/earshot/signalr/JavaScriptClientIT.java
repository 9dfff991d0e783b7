package dev.earshot.signalr;

import dev.earshot.node.NodeScripts;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The official JavaScript client")
class JavaScriptClientIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/signalr"));

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void install() throws Exception {
        SCRIPTS.installed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invocations", "streams", "reconnecting", "refusals"})
    void agrees_about(String subject) throws Exception {
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
            Map<String, String> hubUrl = Map.of("HUB_URL", HubFixture.url("http", proxy.port()));
            SCRIPTS.run(hubUrl, "node", "--test", subject + ".test.js").assertSucceeded();
        }
    }
}
