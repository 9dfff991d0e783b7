package dev.earshot.console;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.Settings;
import dev.earshot.access.AccessMeter;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallDirectory;
import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import dev.earshot.server.HttpDoors;
import dev.earshot.signalr.HubRoute;
import dev.earshot.signalr.HubServer;
import dev.earshot.signalr.HubSettings;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.TranscriptActor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;

/** The real doors, hub, REST and page over calls in which happens what a test wants. No audio, no model. */
final class Stage implements AutoCloseable {

    private final ActorSystem<CallDirectory.Command> system;
    private final Calls calls;
    private final HubServer hub;
    private final HttpDoors doors;

    /** Calls whose clocks run so many times as fast as others. */
    static Stage open(double speed) {
        return new Stage(speed);
    }

    private Stage(double speed) {
        Config config = ConfigFactory.parseMap(Map.of("earshot.http.port", 0, "earshot.admin.port", 0))
                .withFallback(Settings.loadConfig());
        Settings settings = Settings.from(config);
        system = ActorSystem.create(
                CallDirectory.create(
                        settings.directory(),
                        (callId, setup, summaries) -> StagedCall.create(callId, clock(speed), summaries)),
                "stage",
                config);
        calls = new Calls(system, system, new MemoryCallStore(1), 10);
        ConsoleAccess everybody =
                ConsoleAccess.create(Optional.empty(), new AccessMeter(new SimpleMeterRegistry(), clock(1)));
        hub = HubServer.create(system, CallHub.create(calls), HubSettings.defaults(), everybody);
        doors = HttpDoors.open(
                        system,
                        settings.server(),
                        Directives.concat(
                                Directives.pathPrefix(
                                        PathMatchers.segment("hubs").slash("calls"), () -> HubRoute.create(hub)),
                                everybody.api(() -> CallApi.create(calls, Collections.emptySortedSet())),
                                ConsolePage.create()),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .toCompletableFuture()
                .join();
    }

    /** Begins from where it is asked first. */
    private static LongSupplier clock(double speed) {
        long start = System.nanoTime();
        return () -> (long) ((System.nanoTime() - start) / 1_000_000 * speed);
    }

    int port() {
        return doors.address().getPort();
    }

    Script begin(String callId) {
        CallDirectory.Opening opening = calls.open(callId, CallSetup.NOTHING_KNOWN)
                .toCompletableFuture()
                .join();
        return new Script(((CallDirectory.Opening.Opened) opening).call());
    }

    /** What happens in one call. */
    record Script(ActorRef<CallActor.Command> call) {

        Script happens(CallEvent... events) {
            for (CallEvent event : events) {
                if (event instanceof CallEvent.Durable durable) {
                    call.tell(new CallActor.Report(durable));
                } else if (event instanceof CallEvent.Volatile showing) {
                    call.tell(new CallActor.ToLog(new TranscriptActor.Show(showing)));
                }
            }
            return this;
        }
    }

    @Override
    public void close() {
        doors.close().toCompletableFuture().join();
        hub.drain().toCompletableFuture().join();
        doors.closeAdmin().toCompletableFuture().join();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        doors.release();
    }
}
