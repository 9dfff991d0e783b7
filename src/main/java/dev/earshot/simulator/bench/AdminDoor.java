package dev.earshot.simulator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;

/** A server's admin port, asked from outside. */
final class AdminDoor {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String HEAP_USED = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    AdminDoor(int port) {
        this.port = port;
    }

    boolean ready() throws InterruptedException {
        try {
            return get("/ready").statusCode() == 200;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Bytes of heap in use, or empty where the server does not tell. */
    OptionalLong heapUsed() throws InterruptedException {
        try {
            return heapUsed(get("/metrics").body());
        } catch (IOException notTold) {
            return OptionalLong.empty();
        }
    }

    /** The heap's pools added up, from Prometheus' text format. */
    static OptionalLong heapUsed(String metrics) {
        double[] pools = metrics.lines()
                .filter(line -> line.startsWith(HEAP_USED))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        double sum = 0;
        for (double pool : pools) {
            sum += pool;
        }
        return pools.length == 0 ? OptionalLong.empty() : OptionalLong.of((long) sum);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
