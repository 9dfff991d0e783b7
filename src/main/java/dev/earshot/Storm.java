package dev.earshot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.simulator.CallApiClient;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.RealtimeServerSettings;
import dev.earshot.simulator.speech.ScriptedEngine;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import dev.earshot.simulator.storm.StormOptions;
import dev.earshot.simulator.storm.StormReport;
import dev.earshot.simulator.storm.StormResult;
import dev.earshot.simulator.storm.StormRun;
import dev.earshot.simulator.storm.StormSpeech;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.LoggerFactory;

/** A whole Earshot in a storm: every sentence must be final once and in order. The sockets, and all between them, are real. */
public final class Storm {

    private Storm() {}

    /** Exits with 0 where all is well, 1 where it is not, 2 for wrong options. */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(StormOptions.HELP);
            System.exit(0);
        }
        quietLogs();
        try {
            System.exit(rage(StormOptions.parse(List.of(args))) ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println("storm: " + wrong.getMessage());
            System.exit(2);
        } catch (IOException
                | SpeechUnavailableException
                | IllegalStateException
                | CallApiClient.ApiException
                | CheckedConfig.InvalidSetting problem) {
            System.err.println("storm: " + problem.getMessage());
            System.exit(1);
        }
    }

    /** What the service says when it is killed is expected here. */
    private static void quietLogs() {
        if (System.getenv("EARSHOT_LOG_LEVEL") == null) {
            System.setProperty("EARSHOT_LOG_LEVEL", "ERROR");
        }
        LoggerFactory.getLogger(Storm.class);
    }

    private static boolean rage(StormOptions options)
            throws IOException, SpeechUnavailableException, InterruptedException {
        List<StormResult> runs = new ArrayList<>();
        for (int run = 0; run < options.runs(); run++) {
            StormOptions now = options.withSeed(options.seed() + run);
            System.out.println("seed " + now.seed() + ": " + now.seconds() + " s of conversation");
            runs.add(run(now, System.out::println));
        }
        System.out.println("\n" + StormReport.head());
        runs.forEach(run -> System.out.println(StormReport.row(run)));
        System.out.println("Times are median / p90 / max.");
        runs.forEach(run ->
                StormReport.remarks(run).forEach(remark -> System.out.println("seed " + run.seed() + ": " + remark)));
        return runs.stream().allMatch(run -> run.flaws().isEmpty());
    }

    /**
     * One call through the storm.
     *
     * @param tell what happens, line by line
     */
    public static StormResult run(StormOptions options, Consumer<String> tell)
            throws IOException, SpeechUnavailableException, InterruptedException {
        StormSpeech speech = StormSpeech.of(options.seconds());
        ActorSystem<Void> world = ActorSystem.create(Behaviors.empty(), "storm");
        try {
            RealtimeServer service = RealtimeServer.start(
                            world,
                            RealtimeServerSettings.with(ScriptedEngine.load(List.of(Path.of("speech"))))
                                    .withSessionDuration(options.sessionLife()))
                    .toCompletableFuture()
                    .join();
            Earshot earshot = Earshot.start(config(service));
            try {
                URI home = URI.create("http://127.0.0.1:" + earshot.port());
                return StormRun.run(home, service, options, speech, tell);
            } finally {
                earshot.stop().toCompletableFuture().join();
                service.stop().toCompletableFuture().join();
            }
        } finally {
            world.terminate();
        }
    }

    private static Config config(RealtimeServer service) {
        return ConfigFactory.parseMap(Map.of(
                        "earshot.http.port", 0,
                        "earshot.admin.port", 0,
                        "earshot.realtime.provider", "local",
                        "earshot.realtime.url", service.url() + "?model=local",
                        "earshot.redis.url", "none",
                        "earshot.audio.rehearsal", "0s",
                        "earshot.call.grace", "300ms",
                        // a machine that is busy is not the storm
                        "earshot.call.drain", "30s"))
                .withFallback(Settings.loadConfig());
    }
}
