package dev.earshot;

import com.typesafe.config.Config;
import dev.earshot.access.AccessMeter;
import dev.earshot.acs.AcsAccess;
import dev.earshot.acs.AcsDoor;
import dev.earshot.acs.MediaEntry;
import dev.earshot.acs.MediaRoute;
import dev.earshot.call.CallContext;
import dev.earshot.call.CallDirectory;
import dev.earshot.call.CallErasure;
import dev.earshot.call.CallRecorder;
import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import dev.earshot.call.EndCause;
import dev.earshot.call.ErasureSweep;
import dev.earshot.console.CallApi;
import dev.earshot.console.CallHub;
import dev.earshot.console.CallListApi;
import dev.earshot.console.ConsoleAccess;
import dev.earshot.console.ConsolePage;
import dev.earshot.ingress.TapeMemory;
import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.realtime.RealtimeTransport;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.realtime.WebSocketTransport;
import dev.earshot.server.HttpDoors;
import dev.earshot.signalr.HubRoute;
import dev.earshot.signalr.HubServer;
import dev.earshot.signalr.HubSettings;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketIo;
import dev.earshot.transcript.CallSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Earshot: the parts wired together, from the doors to the store. */
public final class Earshot {
    private static final Logger LOG = LoggerFactory.getLogger(Earshot.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(25);

    private final ActorSystem<CallDirectory.Command> system;
    private final Store store;
    private final AudioPath audio;
    private final CallRecording recording;
    private final HubServer hub;
    private final Phones phones;
    private final HttpDoors doors;
    private final PrometheusMeterRegistry metrics;
    private final Duration stopTimeout;

    private Earshot(
            ActorSystem<CallDirectory.Command> system,
            Store store,
            AudioPath audio,
            CallRecording recording,
            HubServer hub,
            Phones phones,
            HttpDoors doors,
            PrometheusMeterRegistry metrics,
            Duration stopTimeout) {
        this.system = system;
        this.store = store;
        this.audio = audio;
        this.recording = recording;
        this.hub = hub;
        this.phones = phones;
        this.doors = doors;
        this.metrics = metrics;
        this.stopTimeout = stopTimeout;
    }

    /** Starts the server by the environment and runs until it is told to stop; then it drains and exits with 0. */
    public static void main(String[] args) {
        CompletableFuture<Earshot> started = new CompletableFuture<>();
        // first of all: who is told to stop while starting would else leave half of itself behind
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndExit(started), "drain"));
        try {
            Earshot earshot = start(Settings.loadConfig());
            started.complete(earshot);
            LOG.atInfo()
                    .setMessage("ready")
                    .addKeyValue("console", "http://" + text(earshot.doors.address()) + "/")
                    .addKeyValue("admin", "http://" + text(earshot.doors.adminAddress()) + "/ready")
                    .addKeyValue("sockets", SocketIo.available())
                    .log();
        } catch (CheckedConfig.InvalidSetting | HttpDoors.PortTaken | Store.CannotStart e) {
            fail(started, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            LOG.atError().setMessage("the start failed").setCause(e).log();
            fail(started, "the start failed: " + e, e);
        }
    }

    private static void fail(CompletableFuture<Earshot> started, String message, Throwable cause) {
        System.err.println("earshot: " + message);
        started.completeExceptionally(cause);
        System.exit(1);
    }

    /** An orderly end on SIGTERM is a success, which the JVM by itself would report as 143. */
    private static void stopAndExit(CompletableFuture<Earshot> started) {
        if (started.isCompletedExceptionally()) {
            Runtime.getRuntime().halt(1);
        }
        int status = 0;
        try {
            Earshot earshot = started.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            earshot.stop().toCompletableFuture().get(earshot.stopTimeout.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.atError().setMessage("the drain did not finish").setCause(e).log();
            // Nobody is left to end a Redis of ours: its own hook does not get to its end either.
            ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
            status = 1;
        }
        Runtime.getRuntime().halt(status);
    }

    /**
     * Starts all parts and opens the doors.
     *
     * @throws CheckedConfig.InvalidSetting for a setting that is not allowed
     * @throws HttpDoors.PortTaken where another process listens
     * @throws Store.CannotStart where the embedded Redis does not start, or logs cannot wait on disk
     */
    public static Earshot start(Config config) {
        Settings settings = Settings.from(config);
        Store store = Store.open(settings.store());
        try {
            return open(settings, config, store);
        } catch (RuntimeException e) {
            store.close();
            if (e.getCause() instanceof HttpDoors.PortTaken taken) {
                throw taken;
            }
            throw e;
        }
    }

    private static Earshot open(Settings settings, Config config, Store store) {
        PrometheusMeterRegistry metrics = metrics();
        store.countedIn(metrics);
        CallRecording recording = CallRecording.open(settings, config, metrics);
        AudioPath audio = AudioPath.open(settings);
        SessionMeter sessions = new SessionMetrics(metrics);
        ActorSystem<CallDirectory.Command> system = ActorSystem.create(
                directory(settings, store, audio.transport(), metrics, sessions, recording), "earshot", config);
        recording.runsOn(system);
        try {
            return open(settings, system, store, audio, recording, metrics);
        } catch (RuntimeException e) {
            system.terminate();
            audio.close();
            recording.close();
            throw e;
        }
    }

    private static Earshot open(
            Settings settings,
            ActorSystem<CallDirectory.Command> system,
            Store store,
            AudioPath audio,
            CallRecording recording,
            PrometheusMeterRegistry metrics) {
        Calls calls =
                new Calls(system, system, store.calls(), settings.directory().maxListed());
        AccessMeter accesses = new AccessMeter(metrics, clock());
        ConsoleAccess console = ConsoleAccess.create(settings.access().consoleUsers(), accesses);
        HubServer hub = HubServer.create(system, CallHub.create(calls), HubSettings.defaults(), console);
        count(hub, settings.call().ingress().memory(), metrics);
        settings.realtime().credential().fetchAhead();
        Rehearsal.run(settings.rehearsal());
        AcsAccess acs = settings.access().acs(clock());
        acs.fetchAhead();
        MediaEntry media =
                new MediaEntry(calls, acs, accesses, settings.directory().maxCalls(), clock());
        Phones phones = new Phones(system, settings.phone(), calls, acs, metrics);
        CallErasure erasure = new CallErasure(system, system, List.of(store.calls(), recording));
        new ErasureSweep(erasure, store.calls()).start(system, settings.store().erasureCheck());
        Route route = Directives.concat(
                MediaRoute.create(media::ask, audio.loops(), settings.media()),
                phones.route(new AcsDoor(acs, accesses)),
                route(settings, calls, erasure, console, hub));
        HttpDoors doors = HttpDoors.open(system, settings.server(), route, metrics)
                .toCompletableFuture()
                .join();
        phones.listeningOn(doors.address());
        return new Earshot(system, store, audio, recording, hub, phones, doors, metrics, settings.stopTimeout());
    }

    /** What carries audio: its threads, and the way to the model. */
    private record AudioPath(AudioLoops loops, WebSocketTransport transport) {

        static AudioPath open(Settings settings) {
            AudioLoops loops = AudioLoops.start(settings.audioThreads());
            return new AudioPath(loops, new WebSocketTransport(loops, settings.realtime()));
        }

        void close() {
            transport.close();
            loops.close();
        }
    }

    private static Behavior<CallDirectory.Command> directory(
            Settings settings,
            Store store,
            RealtimeTransport transport,
            MeterRegistry meters,
            SessionMeter sessions,
            CallRecording recording) {
        ProbeEvidence evidence = new ProbeEvidence();
        return CallDirectory.create(
                settings.directory(),
                recording.calls((callId, setup, summaries) ->
                        call(settings, store, transport, meters, sessions, evidence, callId, setup, summaries)));
    }

    private static CallContext call(
            Settings settings,
            Store store,
            RealtimeTransport transport,
            MeterRegistry meters,
            SessionMeter sessions,
            ProbeEvidence evidence,
            String callId,
            CallSetup setup,
            ActorRef<CallSummary> summaries) {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new CallContext(
                callId,
                startedAt.toEpochMilli(),
                startedAt,
                setup,
                settings.call(),
                clock(),
                transport,
                store.storage(),
                new Random(),
                meters,
                summaries,
                sessions,
                evidence,
                SessionContext.Clocks.SYSTEM,
                CallRecorder.NONE);
    }

    private static LongSupplier clock() {
        long start = System.nanoTime();
        return () -> (System.nanoTime() - start) / 1_000_000;
    }

    private static Route route(
            Settings settings, Calls calls, CallErasure erasure, ConsoleAccess console, HubServer hub) {
        return Directives.concat(
                Directives.pathPrefix(PathMatchers.segment("hubs").slash("calls"), () -> HubRoute.create(hub)),
                console.api(() -> Directives.concat(
                        CallListApi.create(calls, erasure, settings.directory().maxListed()),
                        CallApi.create(calls, settings.call().coaching().names()))),
                ConsolePage.create());
    }

    private static PrometheusMeterRegistry metrics() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    private static void count(HubServer hub, TapeMemory tapes, MeterRegistry metrics) {
        Gauge.builder("earshot.tape.memory", tapes, TapeMemory::held)
                .description("What the tapes of all calls hold")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("earshot.hub.connections", hub, HubServer::connections)
                .description("Open console connections")
                .register(metrics);
    }

    /** The port of callers and consoles. */
    public int port() {
        return doors.address().getPort();
    }

    public int adminPort() {
        return doors.adminAddress().getPort();
    }

    /** Lets nobody in any more, brings every call to its end, sends consoles away, and stops. */
    public CompletionStage<Done> stop() {
        return doors.close()
                .thenCompose(closed -> phones.leaveAll())
                .thenCompose(left -> AskPattern.<CallDirectory.Command, CallDirectory.Drained>ask(
                        system,
                        replyTo -> new CallDirectory.EndAll(EndCause.SHUTDOWN, replyTo),
                        stopTimeout,
                        system.scheduler()))
                .thenCompose(drained -> hub.drain())
                .thenCompose(gone -> doors.closeAdmin())
                .thenCompose(closed -> {
                    system.terminate();
                    return system.getWhenTerminated();
                })
                .whenComplete((done, failure) -> {
                    doors.release();
                    audio.close();
                    recording.close();
                    metrics.close();
                    store.close();
                });
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
