package dev.earshot.simulator.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param name in the report
 * @param command starts it; it then is the process
 * @param environment of it alone
 * @param rate samples a second of what it sends to the model
 */
record Target(String name, List<String> command, Map<String, String> environment, int rate) {
    private static final int REALTIME_RATE = 24_000;

    /** Earshot as its users run it. */
    static Target earshot(BenchOptions options) throws IOException {
        return earshot(options, Pinning.server(options, List.of("scripts/run")));
    }

    static Target earshot(BenchOptions options, List<String> command) {
        Map<String, String> environment = Map.of("EARSHOT_REDIS_URL", options.redisUrl(), "EARSHOT_CALL_GRACE", "1s");
        return new Target("earshot", command, environment, REALTIME_RATE);
    }

    /** The relay, from our own class path, with the options that the server's JVM would have. */
    static Target relay(BenchOptions options) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of("sh", "-c", "exec \"$0\" $JAVA_OPTS -cp \"$1\" \"$2\"", java, classPath(), relay());
        return new Target("relay", Pinning.server(options, command), Map.of(), FrameTag.RATE);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static String relay() {
        return RelayMain.class.getName();
    }
}
