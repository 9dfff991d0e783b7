package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.MediaPort;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2024-11-15T19:16:12.925Z, 2024-11-15T19:16:12.925Z",
        "2024-11-15T19:16:12Z, 2024-11-15T19:16:12Z",
        "2024-11-15T19:16:12.9251234Z, 2024-11-15T19:16:12.925123Z",
        "2024-11-15T19:16:12.925123456Z, 2024-11-15T19:16:12.925123Z",
        "2024-11-15T19:16:12.925, 2024-11-15T19:16:12.925Z",
        "2024-11-15T19:16:12, 2024-11-15T19:16:12Z",
        "2024-11-15T19:16:12.925+00:00, 2024-11-15T19:16:12.925Z",
        "2024-11-15T19:16:12.5+02:00, 2024-11-15T17:16:12.5Z",
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:00, 0001-01-01T00:00:00Z"
    })
    void everyFormOnTheWireIsRead(String text, Instant expected) {
        assertThat(parse(text)).isEqualTo(micros(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "1731698172.925",
                "2024-13-15T19:16:12Z",
                "2023-02-29T19:16:12Z",
                "2024-11-15T24:16:12Z",
                "2024-11-15T19:60:12Z",
                "2024-11-15 19:16:12Z",
                "2024-11-15T19:16:12ZZ",
                "2024-11-15T19:16:1xZ",
                "2024-11-15T19:16:12.925Z and then much more than any timestamp would ever say"
            })
    void whatIsNoTimeIsSaidToBeNone(String text) {
        assertThat(parse(text)).isEqualTo(MediaPort.BAD_TIMESTAMP);
    }

    @Test
    void itAgreesWithTheCalendarOnAnyDay() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(random.nextLong(0, 7_258_118_400L), random.nextInt(1_000) * 1_000_000L);
            String text = instant.atOffset(ZoneOffset.UTC).toString();
            assertThat(parse(text)).as(text).isEqualTo(micros(instant));
        }
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static long parse(String text) {
        String within = "\"" + text + "\"";
        return MediaTimestamp.parse(within.toCharArray(), 1, text.length());
    }
}
