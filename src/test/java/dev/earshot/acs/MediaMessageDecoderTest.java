package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.earshot.acs.MediaMessage.Audio;
import dev.earshot.acs.MediaMessage.Metadata;
import dev.earshot.acs.MediaMessage.Unusable;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MediaMessageDecoderTest {

    private static final String AUDIO =
            """
            {"kind":"AudioData","audioData":{"timestamp":"2024-11-15T19:16:12.925Z","participantRawID":"8:acs:x","data":"AQIDBA==","silent":false}}""";
    private static final long AT = Instant.parse("2024-11-15T19:16:12.925Z").toEpochMilli() * 1_000;

    private final MediaMessageDecoder decoder = new MediaMessageDecoder();

    @ParameterizedTest
    @MethodSource("audio")
    void audioIsReadInEveryFormThatSendersGiveIt(
            String json, @Nullable String participant, long timestamp, boolean silent, byte[] data) {
        for (MediaMessage message : new MediaMessage[] {text(json), binary(json)}) {
            assertThat(message).isInstanceOfSatisfying(Audio.class, audio -> {
                assertThat(audio.participant()).isEqualTo(participant);
                assertThat(audio.timestampMicros()).isEqualTo(timestamp);
                assertThat(audio.silent()).isEqualTo(silent);
                assertThat(Arrays.copyOf(audio.data(), audio.length())).isEqualTo(data);
            });
        }
    }

    static Stream<Arguments> audio() {
        byte[] pcm = {1, 2, 3, 4};
        byte[] none = {};
        return Stream.of(
                arguments(AUDIO, "8:acs:x", AT, false, pcm),
                arguments(
                        """
                        {"Kind":"AudioData","AudioData":{"Data":"AQIDBA==","Timestamp":"2024-11-15T19:16:12.925Z","ParticipantRawID":"8:acs:x","Silent":true}}""",
                        "8:acs:x",
                        AT,
                        true,
                        pcm),
                arguments(
                        """
                        {"kind":"audioData","audioData":{"data":"AQIDBA==","participantRawId":"8:acs:x"}}""",
                        "8:acs:x",
                        MediaPort.NO_TIMESTAMP,
                        false,
                        pcm),
                arguments(
                        """
                        {"audioData":{"silent":true,"data":"AQIDBA==","timestamp":"2024-11-15T19:16:12.9250000Z"},"kind":"AudioData"}""",
                        null,
                        AT,
                        true,
                        pcm),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"timestamp":"2024-11-15T19:16:12.925","participantRawID":null,"data":"AQIDBA=="}}""",
                        null,
                        AT,
                        false,
                        pcm),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"timestamp":1731698172.925,"participantRawID":"","data":"AQIDBA==","silent":"false"}}""",
                        null,
                        MediaPort.BAD_TIMESTAMP,
                        false,
                        pcm),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"timestamp":null,"data":"AQIDBA==","silent":null,"length":4,"more":{"a":[1,{"b":2}]}},"version":[1]}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        false,
                        pcm),
                arguments(
                        """
                        {"audioData":{"data":"AQIDBA=="}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        false,
                        pcm),
                arguments(
                        """
                        {"kind":null,"audioData":{"data":"AQIDBA=="}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        false,
                        pcm),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"data":"","silent":true}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        true,
                        none),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"data":null,"silent":true}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        true,
                        none),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"silent":true}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        true,
                        none),
                arguments(
                        """
                        {"kind":"AudioData","audioData":{"data":"+\\/\\u002B\\u002f"},"stopAudio":{}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        false,
                        new byte[] {-5, -1, -65}),
                arguments(
                        """
                        {"kind":"AudioData","audioMetadata":{"sampleRate":24000},"audioData":{"data":"AQIDBA=="}}""",
                        null,
                        MediaPort.NO_TIMESTAMP,
                        false,
                        pcm));
    }

    @ParameterizedTest
    @MethodSource("metadata")
    void metadataIsReadAndWhatItLeavesOutIsAsDocumented(String json, PcmFormat format) {
        assertThat(text(json)).isEqualTo(new Metadata(format));
        assertThat(binary(json)).isEqualTo(new Metadata(format));
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                arguments(
                        """
                        {"kind":"AudioMetadata","audioMetadata":{"subscriptionId":"89e8cb59-b991-48b0-b154-1db84f16a077","encoding":"PCM","sampleRate":16000,"channels":1,"length":640}}""",
                        new PcmFormat("PCM", 16_000, 1)),
                arguments(
                        """
                        {"Kind":"AudioMetadata","AudioMetadata":{"Encoding":"pcm","SampleRate":24000,"Channels":1}}""",
                        new PcmFormat("pcm", 24_000, 1)),
                arguments(
                        """
                        {"kind":"AudioMetadata","audioMetadata":{"encoding":null,"sampleRate":"24000","channels":2}}""",
                        new PcmFormat("PCM", 24_000, 2)),
                arguments(
                        """
                        {"kind":"AudioMetadata","audioMetadata":{}}""",
                        new PcmFormat("PCM", 16_000, 1)),
                arguments(
                        """
                        {"audioData":{"data":"AQIDBA=="},"audioMetadata":{"encoding":"OPUS"},"kind":"audiometadata"}""",
                        new PcmFormat("OPUS", 16_000, 1)));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatCannotBeUsedIsNamed(String json, MediaAnomaly cause) {
        assertThat(text(json)).isEqualTo(new Unusable(cause));
        assertThat(binary(json)).isEqualTo(new Unusable(cause));
    }

    /** Beside those of {@link MediaForms}. */
    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments(
                        "{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":{}}}",
                        MediaAnomaly.MALFORMED_JSON),
                arguments(
                        "{\"kind\":\"AudioData\",\"audioData\":{\"participantRawID\":\"" + "x".repeat(600) + "\"}}",
                        MediaAnomaly.MALFORMED_JSON),
                arguments("{\"a\":" + "9".repeat(100) + "}", MediaAnomaly.MALFORMED_JSON),
                arguments("{\"a\":" + "[".repeat(100_000), MediaAnomaly.MALFORMED_JSON),
                arguments("", MediaAnomaly.MALFORMED_JSON));
    }

    @Test
    void theSameParticipantIsTheSameStringEachTime() {
        Audio first = (Audio) text(AUDIO);
        text(AUDIO.replace("8:acs:x", "8:acs:y"));
        Audio again = (Audio) binary(AUDIO);
        assertThat(again.participant()).isSameAs(first.participant());
    }

    @Test
    void nothingOfOneMessageShowsInTheNext() {
        text(AUDIO.replace("false", "true"));
        text("{\"kind\":\"AudioData\",\"audioData\":{\"data\":\"A*\"}}");
        Audio bare = (Audio) text("{\"kind\":\"AudioData\",\"audioData\":{}}");
        assertThat(bare.participant()).isNull();
        assertThat(bare.silent()).isFalse();
        assertThat(bare.length()).isZero();
        assertThat(text("{\"kind\":")).isEqualTo(new Unusable(MediaAnomaly.MALFORMED_JSON));
    }

    @Test
    void noMutationOfAnyMessageIsThrown() {
        List<MediaForms.Form> forms = MediaForms.all();
        Random random = new Random(20_261_122);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String mutant = MediaForms.mutant(forms, random);
            read += text(mutant) instanceof Unusable ? 0 : 1;
            assertThat(binary(mutant)).isNotNull();
        }
        assertThat(read).as("mutants that still mean something").isBetween(500, 19_500);
        assertThat(text(AUDIO)).as("the decoder after all that").isInstanceOf(Audio.class);
    }

    private MediaMessage text(String json) {
        return decoder.decode(json);
    }

    private MediaMessage binary(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return decoder.decode(bytes, 0, bytes.length);
    }
}
