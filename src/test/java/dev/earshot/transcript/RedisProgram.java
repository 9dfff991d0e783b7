package dev.earshot.transcript;

import dev.earshot.realtime.TestCertificates;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.StaticCredentialsProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.embedded.RedisExecProvider;

/**
 * A Redis of this machine, and how its servers speak.
 *
 * @param tls its options for TLS; empty where it speaks in plain
 * @param password of the default user, empty for none
 */
record RedisProgram(Path path, List<String> tls, String password) {

    RedisProgram {
        tls = List.copyOf(tls);
    }

    /** The Redis that Earshot brings with it. */
    static RedisProgram plain() {
        try {
            return new RedisProgram(
                    Path.of(RedisExecProvider.defaultProvider().get().getAbsolutePath()), List.of(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that speaks TLS and nothing else, also to its like; empty where this machine has none that was built with it. */
    static Optional<RedisProgram> withTls(Path folder, TestCertificates certificates) throws Exception {
        Path certificate = certificates.certificate(folder.resolve("cert.pem"));
        List<String> tls = List.of(
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                certificates.key(folder.resolve("key.pem")).toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no",
                "--tls-replication",
                "yes",
                "--tls-cluster",
                "yes");
        for (Path path : List.of(plain().path, Path.of("/usr/bin/redis-server"))) {
            RedisProgram program = new RedisProgram(path, tls, "");
            if (Files.isExecutable(path) && program.starts(folder)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    private boolean starts(Path folder) throws IOException {
        try (RedisProcess server = RedisProcess.start(this, folder)) {
            return server.alive();
        } catch (RedisProcess.NotStarted e) {
            return false;
        }
    }

    RedisProgram withPassword(String ofDefaultUser) {
        return new RedisProgram(path, tls, ofDefaultUser);
    }

    List<String> at(int port) {
        List<String> options = new ArrayList<>(
                tls.isEmpty()
                        ? List.of("--port", Integer.toString(port))
                        : List.of("--port", "0", "--tls-port", Integer.toString(port)));
        options.addAll(tls);
        if (!password.isEmpty()) {
            options.addAll(List.of("--requirepass", password));
        }
        return options;
    }

    /** Where a test asks: it asks whoever is there. */
    RedisURI uri(int port) {
        RedisURI uri = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(5))
                .withSsl(!tls.isEmpty())
                .withVerifyPeer(SslVerifyMode.NONE)
                .build();
        if (!password.isEmpty()) {
            uri.setCredentialsProvider(new StaticCredentialsProvider(null, password.toCharArray()));
        }
        return uri;
    }
}
