package dev.earshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.server.HttpDoors;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.CallApiClient;
import dev.earshot.simulator.CallFeed;
import dev.earshot.simulator.CallReport;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.realtime.RealtimeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/**
 * One call between two people, with nothing of a cloud: a Redis and a realtime server of our own, speech from files, and
 * everything between them real. The terminal shows what the page shows.
 */
public final class Demo {
    private static final String CALL_ID = "demo-" + Long.toString(System.currentTimeMillis(), 36);
    private static final Path SPEECH = Path.of("speech", "recruiter-call");

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(25);

    private Demo() {}

    /** {@code --once} ends with the call and fails if something was lost. */
    public static void main(String[] args) throws InterruptedException {
        boolean once = List.of(args).contains("--once");
        quietLogs();
        int status;
        try {
            status = run(once);
        } catch (IOException
                | CallApiClient.ApiException
                | CheckedConfig.InvalidSetting
                | HttpDoors.PortTaken
                | Store.CannotStart problem) {
            System.err.println("earshot: " + problem.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    /** The terminal belongs to the call; warnings still come through. */
    private static void quietLogs() {
        if (System.getenv("EARSHOT_LOG_LEVEL") == null) {
            System.setProperty("EARSHOT_LOG_LEVEL", "WARN");
        }
        // now, on one thread: many at once would each be told that logging is just being set up
        LoggerFactory.getLogger(Demo.class);
    }

    private static int run(boolean once) throws IOException, InterruptedException {
        CallScript script = CallScript.load(SPEECH);
        try (RealtimeProcess realtime = RealtimeProcess.start()) {
            Earshot earshot = Earshot.start(config(realtime.url()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(earshot), "stop"));
            String home = "http://127.0.0.1:" + earshot.port();
            say("Earshot is up. Console:  " + home + "/#/calls/" + CALL_ID);
            say("Recognition: " + realtime.engine() + ", on this machine. The call takes "
                    + script.agent().samples() / script.agent().sampleRate() + " s.\n");
            CallApiClient api = new CallApiClient(URI.create(home), CALL_ID);
            int status = call(earshot, api, script);
            if (!once) {
                say("\nStill up for a look at " + home + "/#/calls/" + CALL_ID + "  (Ctrl-C ends it)");
                Thread.currentThread().join();
            }
            return status;
        }
    }

    private static Config config(String realtimeUrl) {
        return ConfigFactory.parseMap(Map.of(
                        "earshot.realtime.url",
                        realtimeUrl,
                        "earshot.realtime.provider",
                        "local",
                        "earshot.call.grace",
                        "1s"))
                .withFallback(Settings.loadConfig());
    }

    private static int call(Earshot earshot, CallApiClient api, CallScript script) throws InterruptedException {
        api.open(Map.of(CallScript.AGENT_RAW_ID, "agent", CallScript.OTHER_RAW_ID, "candidate"));
        try (CallFeed feed = new CallFeed(URI.create("http://127.0.0.1:" + earshot.port()), CALL_ID)) {
            return follow(earshot, api, feed, script);
        }
    }

    private static int follow(Earshot earshot, CallApiClient api, CallFeed feed, CallScript script)
            throws InterruptedException {
        URI socket = URI.create("ws://127.0.0.1:" + earshot.port() + "/acs/media/" + CALL_ID);
        CompletableFuture<AcsCaller.Result> placed = AcsCaller.place(AcsCallerOptions.to(socket, CALL_ID)
                .participants(script.participants())
                .build());
        CallReport report = new CallReport(Demo::say, script);
        feed.follow(report::onEvent);
        JsonNode ledger = api.ledger();
        AcsCaller.Result sent = placed.join();
        return report.onEnd(ledger, sent) ? 0 : 1;
    }

    /** On Ctrl-C as well: the Redis is a process of its own and must not be left behind. */
    private static void stop(Earshot earshot) {
        try {
            earshot.stop().toCompletableFuture().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            System.err.println("earshot: did not stop in good order: " + e);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
