package dev.earshot.acs.automation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 over what a request asks for, when, of whom, and the hash of its body:
 *
 * <pre>
 *   POST\n/path?query\n{x-ms-date};{host[:port]};{x-ms-content-sha256}
 * </pre>
 *
 * Source: "Sign an HTTP request" of the ACS documentation, and what the official JavaScript client sends.
 */
final class RequestSignature {

    /** As in {@code Sun, 22 Nov 2026 09:05:00 GMT}: two digits for the day, which the JDK's own format leaves at one. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    RequestSignature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    Map<String, String> headers(String method, URI uri, String body, Instant now) {
        String date = date(now);
        String hash = base64(sha256(body.getBytes(StandardCharsets.UTF_8)));
        String signed = method + '\n' + pathAndQuery(uri) + '\n' + date + ';' + uri.getRawAuthority() + ';' + hash;
        return Map.of(
                "x-ms-date",
                date,
                "x-ms-content-sha256",
                hash,
                "Authorization",
                "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                        + base64(hmac(signed.getBytes(StandardCharsets.UTF_8))));
    }

    static String date(Instant when) {
        return HTTP_DATE.format(when);
    }

    private static String pathAndQuery(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + '?' + uri.getRawQuery();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private byte[] hmac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
