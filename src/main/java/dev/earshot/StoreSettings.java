package dev.earshot;

import dev.earshot.transcript.RedisAddress;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.spill.SpillSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where calls are remembered, and for how long.
 *
 * @param address where Redis is; empty unless {@code kind} is {@link Kind#REDIS}
 * @param erasureCheck how often it is asked which of the calls that something is kept of here were erased elsewhere
 * @param spill where logs wait for a Redis that is away; null where none does
 * @param backlog what of them may wait in memory alone
 */
public record StoreSettings(
        Kind kind,
        Optional<RedisAddress> address,
        int embeddedMemoryMb,
        Duration retention,
        int maxRememberedCalls,
        Duration erasureCheck,
        @Nullable SpillSettings spill,
        StoreBacklog.Limits backlog) {

    private static final String URL = "earshot.redis.url";
    private static final String CA_FILE = "earshot.redis.ca-file";

    /** What there is to remember calls. */
    enum Kind {
        EMBEDDED,
        NONE,
        REDIS
    }

    static StoreSettings read(CheckedConfig checked) {
        Kind kind =
                switch (checked.text(URL)) {
                    case "embedded" -> Kind.EMBEDDED;
                    case "none" -> Kind.NONE;
                    default -> Kind.REDIS;
                };
        String sentinelPassword = checked.text("earshot.redis.sentinel-password");
        Optional<Path> authorities = authorities(checked);
        Duration retention = checked.duration("earshot.redis.retention", Duration.ofMinutes(1), Duration.ofDays(3_650));
        return new StoreSettings(
                kind,
                kind == Kind.REDIS ? Optional.of(address(checked, sentinelPassword, authorities)) : Optional.empty(),
                checked.integer("earshot.redis.embedded-memory-mb", 16, 65_536),
                retention,
                checked.integer("earshot.redis.max-remembered-calls", 1, 10_000),
                checked.duration("earshot.redis.erasure-check", Duration.ofMillis(100), Duration.ofDays(1)),
                StoreBacklogSettings.spill(checked, retention),
                StoreBacklogSettings.limits(checked));
    }

    private static RedisAddress address(CheckedConfig checked, String sentinelPassword, Optional<Path> authorities) {
        RedisAddress address = RedisAddress.parse(checked.text(URL))
                .orElseThrow(() -> checked.refused(URL, "embedded | none | " + RedisAddress.FORMS))
                .withSentinelPassword(sentinelPassword);
        return authorities.map(address::trusting).orElse(address);
    }

    private static Optional<Path> authorities(CheckedConfig checked) {
        String file = checked.text(CA_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(certificates(checked, file));
    }

    private static Path certificates(CheckedConfig checked, String file) {
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                throw new CertificateException("There are none");
            }
            return Path.of(file);
        } catch (IOException | InvalidPathException | CertificateException e) {
            throw checked.refused(CA_FILE, "a file with the certificates of authorities, as PEM");
        }
    }
}
