package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.acs.MediaMessage.Audio;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of the decoder knows nothing of the scanner, so each is held against the other. */
@DisplayName("The scanner of usual frames")
class AudioDataScannerTest {
    private final AudioDataScanner scanner = new AudioDataScanner(new ParticipantNames());
    private final MediaMessageDecoder decoder = new MediaMessageDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"kind":"AudioData","audioData":{"timestamp":"2024-11-15T19:16:12.925Z","participantRawID":"8:acs:a","data":"AQACAA==","silent":false}}""",
                """
                {"audioData":{"data":"AQACAA==","silent":true},"kind":"AudioData"}""",
                """
                { "kind" : "AudioData",
                  "audioData" : { "silent" : false , "participantRawID" : "" , "data" : "AQACAA==" } }
                """,
                """
                {"kind":"AudioData","audioData":{"timestamp":"yesterday","data":"AQACAA=="}}"""
            })
    @DisplayName("reads members in any order and spacing, and those that are not there, like the full decoder")
    void usual(String text) {
        assertThat(scanned(text)).isNotNull();
        assertSame(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                """
                {"kind":"AudioData"}""",
                """
                {"audioData":{"data":"AQACAA=="}}""",
                """
                {"Kind":"AudioData","AudioData":{"Data":"AQACAA=="}}""",
                """
                {"kind":"audiodata","audioData":{"data":"AQACAA=="}}""",
                """
                {"kind":"AudioData","audioData":{"data":null}}""",
                """
                {"kind":"AudioData","audioData":{"data":""}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA"}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQ*CAA=="}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQAC\\u0041A=="}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA==","data":"AQACAA=="}}""",
                """
                {"kind":"AudioData","audioData":{"participantRawID":"\\u00e9","data":"AQACAA=="}}""",
                """
                {"kind":"AudioData","audioData":{"participantRawID":"é","data":"AQACAA=="}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA=="},"kind":"AudioMetadata"}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA==","length":4}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA=="}}x""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA==",}}""",
                """
                {"kind":"AudioData","audioData":{"data":"AQACAA=="}""",
                """
                {"kind":"AudioMetadata","audioMetadata":{"sampleRate":16000}}"""
            })
    @DisplayName("leaves to the full decoder whatever is not usual")
    void unusual(String text) {
        assertThat(scanned(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("agrees with the full decoder on messages of every make, mutated or not, one after the other")
    void agrees(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] message = message(random).getBytes(UTF_8);
            if (random.nextInt(3) == 0) {
                mutate(message, random);
            }
            assertSame(new String(message, UTF_8));
        }
    }

    @Test
    @DisplayName("reads from the middle of an array as from its beginning")
    void offset() {
        byte[] text = "xx{\"kind\":\"AudioData\",\"audioData\":{\"data\":\"AQACAA==\"}}\"}".getBytes(UTF_8);
        Audio audio = scanner.scan(text, 2, text.length - 4);
        assertThat(Arrays.copyOf(audio.data(), audio.length())).containsExactly(1, 0, 2, 0);
    }

    private @Nullable Audio scanned(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return scanner.scan(bytes, 0, bytes.length);
    }

    /** What the scanner reads at all, the full decoder reads the same way. */
    private void assertSame(String text) {
        Audio quick = scanned(text);
        if (quick == null) {
            return;
        }
        MediaMessage full = decoder.decode(text);
        assertThat(full).as(text).isInstanceOfSatisfying(Audio.class, audio -> {
            assertThat(audio.participant()).as(text).isEqualTo(quick.participant());
            assertThat(audio.timestampMicros()).as(text).isEqualTo(quick.timestampMicros());
            assertThat(audio.silent()).as(text).isEqualTo(quick.silent());
            assertThat(Arrays.copyOf(audio.data(), audio.length()))
                    .as(text)
                    .isEqualTo(Arrays.copyOf(quick.data(), quick.length()));
        });
    }

    private static String message(Random random) {
        byte[] pcm = new byte[random.nextInt(4) == 0 ? random.nextInt(8) : 2 * random.nextInt(40)];
        random.nextBytes(pcm);
        List<String> members = new ArrayList<>();
        members.add("\"data\":\"" + Base64.getEncoder().encodeToString(pcm) + "\"");
        if (random.nextInt(4) > 0) {
            members.add("\"timestamp\":\"2024-11-15T19:16:12." + random.nextInt(1000) + "Z\"");
        }
        if (random.nextInt(4) > 0) {
            members.add("\"participantRawID\":\"8:acs:" + random.nextInt(3) + "\"");
        }
        if (random.nextInt(4) > 0) {
            members.add("\"silent\":" + random.nextBoolean());
        }
        Collections.shuffle(members, random);
        List<String> outer =
                new ArrayList<>(List.of("\"kind\":\"AudioData\"", "\"audioData\":{" + String.join(",", members) + "}"));
        Collections.shuffle(outer, random);
        return "{" + String.join(random.nextBoolean() ? "," : " ,\n ", outer) + "}";
    }

    private static void mutate(byte[] message, Random random) {
        String likely = "\"\\{}[]:,=AZaz09 \n\ttfn";
        for (int i = random.nextInt(3); i >= 0; i--) {
            message[random.nextInt(message.length)] = (byte) likely.charAt(random.nextInt(likely.length()));
        }
    }
}
