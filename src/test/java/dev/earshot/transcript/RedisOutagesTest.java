package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.CapturedLog;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of a Redis that cannot be reached the log")
class RedisOutagesTest {

    private long now;
    private final RedisOutages outages = new RedisOutages(() -> now);

    private List<String> logged(Runnable tries) {
        try (CapturedLog log = CapturedLog.open()) {
            tries.run();
            return log.lines().stream()
                    .filter(line -> line.contains("RedisOutages"))
                    .toList();
        }
    }

    private void failsWith(String server, Throwable failure) {
        outages.onUnreachable(server, new CompletionException(failure));
    }

    private static Throwable refused() {
        return new RedisConnectionException("Unable to connect", new ConnectException("Connection refused"));
    }

    @Test
    @DisplayName("says why, once, however often it is tried, and again after a minute")
    void once() {
        List<String> lines = logged(() -> {
            for (int second = 0; second <= 60; second++) {
                failsWith("a:6379", refused());
                now += Duration.ofSeconds(1).toNanos();
            }
        });

        assertThat(lines)
                .hasSize(2)
                .allMatch(line -> line.startsWith("WARN ")
                        && line.contains("Redis cannot be reached")
                        && line.contains("server=\"a:6379\"")
                        && line.contains("cause=\"storeAway\"")
                        && line.contains("reason=\"Connection refused\""));
    }

    @Test
    @DisplayName("says so of each server, and once more where the reason is another")
    void another() {
        assertThat(logged(() -> {
                    failsWith("a:6379", refused());
                    failsWith("b:6379", refused());
                    failsWith("a:6379", new RedisCommandExecutionException("WRONGPASS invalid"));
                    failsWith("b:6379", refused());
                }))
                .hasSize(3);
    }

    @Test
    @DisplayName("has the word of the one server that answered, also where others that were tried did not")
    void answered() {
        Throwable all = new RedisConnectionException("Cannot connect to any", refused());
        all.addSuppressed(refused());
        all.addSuppressed(new RedisConnectionException("c", new RedisCommandExecutionException("WRONGPASS invalid")));

        assertThat(logged(() -> failsWith("a:6379", all)))
                .singleElement()
                .asString()
                .contains("cause=\"storeRefused\"", "reason=\"WRONGPASS invalid\"");
    }

    @Test
    @DisplayName("says what is wrong with a certificate")
    void untrusted() {
        SSLHandshakeException handshake = new SSLHandshakeException("handshake");
        handshake.initCause(new CertificateException("No name matching a found"));

        assertThat(logged(() -> failsWith("a:6379", new RedisConnectionException("a", handshake))))
                .singleElement()
                .asString()
                .contains("cause=\"storeUntrusted\"", "reason=\"No name matching a found\"");
    }
}
