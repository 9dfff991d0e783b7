package dev.earshot.simulator.cli;

import dev.earshot.simulator.cli.CallOptions.Times;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the command line asks of phones that ring. */
final class PhoneOptions {

    private static final int MOST_PORT = 65_535;

    @Option(
            names = "--ring",
            description =
                    "phones ring, and Earshot answers them by a Call Automation service of ours; nothing is dialled"
                            + " before it has")
    private boolean ring;

    @Option(
            names = "--platform",
            paramLabel = "PORT",
            description = "with --ring: where that service is, at http://127.0.0.1:PORT (${DEFAULT-VALUE})")
    private int port = 8_092;

    @Option(
            names = "--handshake",
            description = "with --ring: first asks as Event Grid does where a subscription is made")
    private boolean handshake;

    @Option(
            names = "--ring-time",
            paramLabel = "T",
            converter = Times.class,
            description = "with --ring: nobody lets a phone ring any longer (30s)")
    private Duration ringTime = Duration.ofSeconds(30);

    boolean ring() {
        return ring;
    }

    int port() {
        return port;
    }

    boolean handshake() {
        return handshake;
    }

    Duration ringTime() {
        return ringTime;
    }

    /** @throws IllegalArgumentException for a value that is not allowed */
    void check() {
        CallOptions.require("--platform", port, port >= 0 && port <= MOST_PORT, "0 to " + MOST_PORT);
        if (!ring && handshake) {
            throw new IllegalArgumentException("--handshake needs --ring");
        }
    }
}
