package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.earshot.CapturedLog;
import dev.earshot.Patience;
import dev.earshot.transcript.CallEvent.Flagged;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user that may do what a store does, and nothing else; and what becomes of a store that may not come in. */
final class StoreLogin {

    static final String PASSWORD = "hush-hush";
    static final String LOGIN = "earshot:" + PASSWORD;

    /** A password that is not it. */
    static final String WRONG = "wrong-secret";

    static final String[] OPTIONS = {
        "--user",
        "earshot",
        "on",
        ">" + PASSWORD,
        "~earshot:*",
        "-@all",
        "+@read",
        "+@write",
        "-@dangerous",
        "+eval",
        "+ping",
        "+info",
        "+asking",
        "+cluster|nodes",
        "+cluster|myid"
    };

    private StoreLogin() {}

    /** One that is soon tired of a server that hangs. */
    static RedisCallStore store(RedisAddress address) {
        return store(address, Duration.ofSeconds(2));
    }

    private static RedisCallStore store(RedisAddress address, Duration commandTimeout) {
        return new RedisCallStore(new RedisCallStore.Settings(address, Duration.ofHours(1), commandTimeout, 1000));
    }

    /** Holds that nothing is written, and that the log says why, once, and no secret. */
    static void assertRefused(RedisAddress address, StoreFailure cause, String reason) {
        try (CapturedLog log = CapturedLog.open();
                RedisCallStore store = store(address, Duration.ofSeconds(10))) {
            for (int attempt = 0; attempt < 3; attempt++) {
                Throwable failure = failure(store);
                assertThat(StoreException.failureOf(failure))
                        .as(traceOf(failure))
                        .isEqualTo(cause);
                assertThat(traceOf(failure)).contains(reason).doesNotContain(PASSWORD, WRONG);
            }
            assertThat(log.lines())
                    .noneMatch(line -> line.contains(PASSWORD) || line.contains(WRONG))
                    .filteredOn(line -> line.contains("Redis cannot be reached") && line.contains("…@"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "cause=\"" + cause.wireName(), "reason=\"", reason);
        }
    }

    private static Throwable failure(RedisCallStore store) {
        return catchThrowable(
                () -> store.append("refused", 1, List.of(LoggedEvent.of("refused", 1, 1, new Flagged("n"))))
                        .toCompletableFuture()
                        .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join());
    }

    private static String traceOf(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
