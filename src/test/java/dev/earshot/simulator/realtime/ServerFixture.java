package dev.earshot.simulator.realtime;

import dev.earshot.simulator.speech.ScriptedEngine;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for a class of tests, recognising by script: no native code. Every test finds it without faults. */
final class ServerFixture implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private ActorTestKit testKit;
    private RealtimeServer server;

    RealtimeServer server() {
        return server;
    }

    ActorTestKit testKit() {
        return testKit;
    }

    static RealtimeServerSettings settings() {
        try {
            return RealtimeServerSettings.with(ScriptedEngine.load(List.of(Path.of("speech"))))
                    .withResponseTime(Duration.ofMillis(20))
                    .keepingPcm(100_000);
        } catch (SpeechUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        testKit = ActorTestKit.create();
        server = RealtimeServer.start(testKit.system(), settings())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server.inject(Faults.NONE);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.stop().toCompletableFuture().join();
        testKit.shutdownTestKit();
    }
}
