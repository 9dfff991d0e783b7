package dev.earshot.simulator.realtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local realtime server in a process of its own, which ends with this one: native code may end its process. */
public final class RealtimeProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("realtime-server ready (\\S+) engine=(\\S+)");

    private final Process process;
    private final String url;
    private final String engine;

    private RealtimeProcess(Process process, String url, String engine) {
        this.process = process;
        this.url = url;
        this.engine = engine;
    }

    /**
     * Starts it and waits until it has loaded its model.
     *
     * @throws IOException where it ends instead; its own words are on the terminal
     */
    public static RealtimeProcess start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RealtimeServerMain.class.getName(),
                        "--port=0",
                        "--exit-with-parent")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("EARSHOT_LOG_LEVEL", "WARN");
        Process process = builder.start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            process.destroy();
            throw new IOException("the local realtime server did not start");
        }
        return new RealtimeProcess(process, ready.group(1), ready.group(2));
    }

    public String url() {
        return url + "?model=local";
    }

    public String engine() {
        return engine;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
