package dev.earshot.simulator.automation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Whether a request is signed with the key, as the service's documentation describes it. */
final class SignatureCheck {

    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final byte[] key;

    SignatureCheck(String base64Key) {
        this.key = Base64.getDecoder().decode(base64Key);
    }

    boolean passes(RecordedRequest request, Instant now) {
        String date = request.headers().getOrDefault("x-ms-date", "");
        String hash = request.headers().getOrDefault("x-ms-content-sha256", "");
        String host = request.headers().getOrDefault("host", "");
        try {
            String content = base64(
                    MessageDigest.getInstance("SHA-256").digest(request.body().getBytes(StandardCharsets.UTF_8)));
            String text = String.join("\n", request.method(), request.target(), String.join(";", date, host, hash));
            String expected = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=" + mac(text);
            return content.equals(hash) && expected.equals(request.headers().get("authorization")) && fresh(date, now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean fresh(String date, Instant now) {
        try {
            Instant at = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(at, now).abs().compareTo(CLOCKS_APART) < 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private String mac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
