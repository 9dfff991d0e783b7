package dev.earshot.simulator.realtime;

import com.typesafe.config.ConfigFactory;
import dev.earshot.simulator.speech.SpeechEngine;
import dev.earshot.simulator.speech.SpeechEngines;
import dev.earshot.simulator.speech.SpeechUnavailableException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.LoggerFactory;

/**
 * The local realtime server as a process of its own. When it is ready it prints one line to standard output, and never
 * another: {@code realtime-server ready ws://127.0.0.1:8090/v1/realtime engine=vosk}.
 *
 * <p>Environment: {@code EARSHOT_LOCAL_REALTIME_HOST} (127.0.0.1), {@code EARSHOT_LOCAL_REALTIME_PORT} (8090; 0 takes any),
 * {@code EARSHOT_LOCAL_REALTIME_ENGINE} (auto; vosk, script), {@code EARSHOT_LOCAL_REALTIME_FAULTS} (see {@link
 * Faults#parse}), {@code EARSHOT_LOCAL_REALTIME_SCRIPTS} (speech; folders), {@code EARSHOT_SPEECH_MODEL} (the model's
 * {@code .aar}). Arguments win: {@code --host=…}, {@code --port=…}, {@code --engine=…}, {@code --faults=…}; with
 * {@code --exit-with-parent} the process ends when its standard input does.
 */
public final class RealtimeServerMain {

    private static final String EXIT_WITH_PARENT = "--exit-with-parent";
    private static final String DEFAULT_MODEL = "target/speech-model/vosk-model-en.aar";
    private static final int CANNOT_START = 1;
    private static final int WRONG_USE = 2;

    private RealtimeServerMain() {}

    public static void main(String[] args) {
        // Standard output belongs to whoever started this process: nothing but the ready line may get there.
        PrintStream ready = System.out;
        System.setOut(System.err);
        // now, on one thread: many at once would each be told that logging is just being set up
        LoggerFactory.getLogger(RealtimeServerMain.class);
        if (List.of(args).contains(EXIT_WITH_PARENT)) {
            endWithInput();
        }
        try {
            ready.println(start(new Options(System.getenv(), List.of(args))));
            ready.flush();
        } catch (IllegalArgumentException e) {
            fail(WRONG_USE, e);
        } catch (SpeechUnavailableException | CompletionException e) {
            fail(CANNOT_START, e);
        }
    }

    private static String start(Options options) throws SpeechUnavailableException {
        Faults faults = Faults.parse(options.get("faults", ""));
        int port = Integer.parseInt(options.get("port", "8090"));
        SpeechEngine engine = engines(options).open(options.get("engine", "auto"), System.err);
        RealtimeServerSettings settings =
                RealtimeServerSettings.with(engine).at(options.get("host", "127.0.0.1"), port);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "realtime-server", ConfigFactory.defaultReference());
        RealtimeServer server =
                RealtimeServer.start(system, settings).toCompletableFuture().join();
        server.inject(faults);
        return "realtime-server ready " + server.url() + " engine=" + engine.name();
    }

    private static SpeechEngines engines(Options options) {
        String caches = options.environment("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        String[] scripts =
                options.environment("EARSHOT_LOCAL_REALTIME_SCRIPTS", "speech").split(File.pathSeparator);
        return new SpeechEngines(
                Path.of(options.environment("EARSHOT_SPEECH_MODEL", DEFAULT_MODEL)),
                Path.of(caches, "earshot"),
                Arrays.stream(scripts).map(Path::of).toList());
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

    /** Settings by name: an argument, or else the environment, or else a default. */
    private record Options(Map<String, String> env, List<String> args) {

        String get(String name, String orElse) {
            String prefix = "--" + name + "=";
            return args.stream()
                    .filter(arg -> arg.startsWith(prefix))
                    .map(arg -> arg.substring(prefix.length()))
                    .findFirst()
                    .orElseGet(() -> environment("EARSHOT_LOCAL_REALTIME_" + name.toUpperCase(Locale.ROOT), orElse));
        }

        String environment(String name, String orElse) {
            String value = env.get(name);
            return value == null || value.isBlank() ? orElse : value;
        }
    }
}
