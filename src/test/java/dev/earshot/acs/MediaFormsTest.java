package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A message of any form")
class MediaFormsTest {

    private final MediaMessageDecoder decoder = new MediaMessageDecoder();

    static List<MediaForms.Form> forms() {
        return MediaForms.all();
    }

    @ParameterizedTest
    @MethodSource("forms")
    @DisplayName("is taken or refused as stated, as text and as bytes")
    void verdict(MediaForms.Form form) {
        byte[] bytes = form.json().getBytes(UTF_8);
        assertThat(verdictOn(decoder.decode(form.json()))).isEqualTo(form.verdict());
        assertThat(verdictOn(decoder.decode(bytes, 0, bytes.length))).isEqualTo(form.verdict());
    }

    private static String verdictOn(MediaMessage message) {
        if (message instanceof MediaMessage.Audio audio) {
            String participant = audio.participant() == null ? "-" : audio.participant();
            return "audio " + participant + " " + audio.length() + (audio.silent() ? " silent" : " loud");
        } else if (message instanceof MediaMessage.Metadata metadata) {
            return "metadata " + metadata.format().encoding() + " "
                    + metadata.format().sampleRate() + " " + metadata.format().channels();
        }
        return "refused " + ((MediaMessage.Unusable) message).cause().wireName();
    }
}
