package dev.earshot.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Secrets")
class SecretsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private final CallSecrets secrets = new CallSecrets(List.of(KEY));

    @Test
    @DisplayName("of a call are the same wherever the key is the same, and what the documents say")
    void documented() {
        // printf media:c-17 | openssl dgst -sha256 -hmac $KEY -binary | basenc --base64url | tr -d =
        assertThat(secrets.of(Entrance.MEDIA, "c-17")).isEqualTo("zQvVTuYOuuozpq77UiWZ2QQea5o11-kiiNN-_hgAHms");
        assertThat(new CallSecrets(List.of(KEY)).of(Entrance.MEDIA, "c-17"))
                .isEqualTo(secrets.of(Entrance.MEDIA, "c-17"));
    }

    @Test
    @DisplayName("of a call open that entrance of that call and nothing else")
    void narrow() {
        Optional<String> media = Optional.of(secrets.of(Entrance.MEDIA, "c-17"));
        assertThat(secrets.check(Entrance.MEDIA, "c-17", media)).isEmpty();
        assertThat(secrets.check(Entrance.MEDIA, "c-18", media)).hasValue(AccessRefusal.WRONG_SECRET);
        assertThat(secrets.check(Entrance.CALLBACKS, "c-17", media)).hasValue(AccessRefusal.WRONG_SECRET);
        assertThat(secrets.check(Entrance.MEDIA, "c-17", Optional.empty())).hasValue(AccessRefusal.NO_SECRET);
        assertThat(secrets.check(Entrance.MEDIA, "c-17", Optional.of(""))).hasValue(AccessRefusal.WRONG_SECRET);
    }

    @Test
    @DisplayName("of a key on its way out are taken, and no longer made")
    void rotation() {
        CallSecrets rotated = new CallSecrets(List.of("f".repeat(32), KEY));
        String old = secrets.of(Entrance.MEDIA, "c-17");
        assertThat(rotated.of(Entrance.MEDIA, "c-17")).isNotEqualTo(old);
        assertThat(rotated.check(Entrance.MEDIA, "c-17", Optional.of(old))).isEmpty();
        assertThat(secrets.check(Entrance.MEDIA, "c-17", Optional.of(rotated.of(Entrance.MEDIA, "c-17"))))
                .isPresent();
    }

    @Test
    @DisplayName("that are shared are taken, each of them, and nothing near them")
    void shared() {
        SharedSecrets shared = new SharedSecrets(List.of("first-0123456789", "second-0123456789"));
        assertThat(shared.check(Optional.of("first-0123456789"))).isEmpty();
        assertThat(shared.check(Optional.of("second-0123456789"))).isEmpty();
        assertThat(shared.check(Optional.of("second-012345678"))).hasValue(AccessRefusal.WRONG_SECRET);
        assertThat(shared.check(Optional.empty())).hasValue(AccessRefusal.NO_SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer abc, abc",
        "bearer abc, abc",
        "'BEARER   abc ', abc",
        "Basic abc, ",
        "Bearer, ",
        "'Bearer  ', ",
        "Bearerabc, ",
        "'', "
    })
    @DisplayName("are read from a header of the right scheme alone")
    void bearer(String header, String token) {
        assertThat(Bearer.token(header)).isEqualTo(Optional.ofNullable(token));
    }
}
