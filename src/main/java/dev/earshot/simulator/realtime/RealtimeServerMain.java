package dev.earshot.simulator.realtime;

import com.typesafe.config.ConfigFactory;
import dev.earshot.simulator.speech.SpeechEngine;
import dev.earshot.simulator.speech.SpeechEngines;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local realtime server as a process of its own. When it is ready it prints one line to standard output, and never
 * another: {@code realtime-server ready ws://127.0.0.1:8090/v1/realtime engine=vosk}. Options and environment: {@link
 * RealtimeServerOptions#HELP}.
 */
public final class RealtimeServerMain {

    private static final int CANNOT_START = 1;
    private static final int WRONG_USE = 2;

    private RealtimeServerMain() {}

    public static void main(String[] args) {
        // Standard output belongs to whoever started this process: nothing but the ready line may get there.
        PrintStream ready = System.out;
        System.setOut(System.err);
        // now, on one thread: many at once would each be told that logging is just being set up
        Logger log = LoggerFactory.getLogger(RealtimeServerMain.class);
        try {
            RealtimeServerOptions options = new RealtimeServerOptions(System.getenv(), List.of(args));
            if (options.has("help")) {
                ready.print(RealtimeServerOptions.HELP);
                ready.flush();
                return;
            }
            if (options.has("exit-with-parent")) {
                endWithInput();
            }
            ready.println(start(options, log));
            ready.flush();
        } catch (IllegalArgumentException e) {
            fail(WRONG_USE, e);
        } catch (SpeechUnavailableException | CompletionException e) {
            fail(CANNOT_START, e);
        }
    }

    private static String start(RealtimeServerOptions options, Logger log) throws SpeechUnavailableException {
        Faults faults = options.faults();
        SpeechEngine engine = new SpeechEngines(options.speechModel(), options.cache(), options.scripts())
                .open(options.engine(), System.err);
        RealtimeServerSettings settings = options.settings(engine);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "realtime-server", ConfigFactory.defaultReference());
        RealtimeServer server =
                RealtimeServer.start(system, settings).toCompletableFuture().join();
        server.inject(faults);
        if (!faults.isEmpty()) {
            log.atInfo()
                    .addKeyValue("seed", faults.seed())
                    .addKeyValue("faults", faults.words())
                    .log("things will go wrong on purpose");
        }
        return "realtime-server ready " + server.url() + " engine=" + engine.name();
    }

    private static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("standard input failed: " + e);
                    }
                    // Not exit: there is nothing to save, and no hook may keep an orphan alive.
                    Runtime.getRuntime().halt(0);
                },
                "exit-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void fail(int status, Exception e) {
        System.err.println("realtime-server cannot start: " + e.getMessage());
        System.exit(status);
    }
}
