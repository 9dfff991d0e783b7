package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import dev.earshot.CheckedConfig.InvalidSetting;
import dev.earshot.acs.answering.AnsweringSettings.WhenLeaving;
import dev.earshot.acs.automation.AutomationCredential;
import dev.earshot.acs.automation.AutomationSettings;
import dev.earshot.acs.automation.MediaStreaming;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Phone calls")
class PhoneSettingsTest {

    private static final Config FILE =
            ConfigFactory.parseFile(Path.of("conf", "earshot.conf").toFile());

    @Test
    @DisplayName("are not answered where no resource is configured")
    void nothing() {
        PhoneSettings phone = phone("");

        assertThat(phone.automation()).isNull();
        assertThat(phone.publicUrl()).isNull();
        assertThat(phone.answering().streaming())
                .isEqualTo(new MediaStreaming(MediaStreaming.Channel.UNMIXED, MediaStreaming.Rate.KHZ_16, false));
        assertThat(phone.answering().whenLeaving()).isEqualTo(WhenLeaving.STAY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CONNECTION_STRING=endpoint=https://c.communication.azure.com/;accesskey=aHVzaA== PUBLIC_URL=https://e | https://c.communication.azure.com
                    CONNECTION_STRING=AccessKey=aHVzaA==;Endpoint=https://c.communication.azure.com PUBLIC_URL=https://e  | https://c.communication.azure.com
                    ENDPOINT=https://c.communication.azure.com:443/ ACCESS_KEY=aHVzaA== PUBLIC_URL=https://e/base        | https://c.communication.azure.com
                    ENDPOINT=https://c:8443 CREDENTIAL=entra PUBLIC_URL=https://e                                        | https://c:8443
                    ENDPOINT=http://127.0.0.1:7000 ACCESS_KEY=aHVzaA==                                                   | http://127.0.0.1:7000
                    ENDPOINT=https://c ACCESS_KEY=aHVzaA== PUBLIC_URL=http://127.0.0.1:8080                               | https://c
                    """)
    @DisplayName("are answered by a resource, with its key or an identity")
    void resource(String given, String endpoint) {
        AutomationSettings automation = Objects.requireNonNull(phone(given).automation());

        assertThat(automation.endpoint()).hasToString(endpoint);
        assertThat(automation.credential())
                .isInstanceOf(
                        given.contains("entra")
                                ? AutomationCredential.Identity.class
                                : AutomationCredential.AccessKey.class);
        assertThat(automation + " " + phone(given)).doesNotContain("aHVzaA");
    }

    @Test
    @DisplayName("are answered as the settings say")
    void answering() {
        PhoneSettings phone = phone("AUDIO_CHANNEL=mixed SAMPLE_RATE=24000 DTMF=true WHEN_LEAVING=hang-up"
                + " SPEAKERS=caller=candidate,8:acs:*=agent PUBLIC_URL=https://earshot.example");

        assertThat(phone.answering().streaming())
                .isEqualTo(new MediaStreaming(MediaStreaming.Channel.MIXED, MediaStreaming.Rate.KHZ_24, true));
        assertThat(phone.answering().whenLeaving()).isEqualTo(WhenLeaving.HANG_UP);
        assertThat(phone.publicUrl()).hasToString("https://earshot.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CONNECTION_STRING=endpoint=https://c                                              | earshot.acs.connection-string is "(secret)"
                    CONNECTION_STRING=endpoint=http://c;accesskey=aHVzaA==                            | earshot.acs.connection-string is "(secret)"
                    CONNECTION_STRING=endpoint=https://c;accesskey=hush!                              | earshot.acs.connection-string is "(secret)"
                    CONNECTION_STRING=endpoint=https://c;accesskey=aHVzaA== ENDPOINT=https://c        | earshot.acs.connection-string is "(secret)"
                    CONNECTION_STRING=endpoint=https://c;accesskey=aHVzaA== CREDENTIAL=entra          | earshot.acs.connection-string is "(secret)"
                    CONNECTION_STRING=endpoint=https://c;accesskey=aHVzaA==                           | earshot.acs.public-url is ""
                    ENDPOINT=http://c ACCESS_KEY=aHVzaA== PUBLIC_URL=https://e                        | earshot.acs.endpoint is "http://c"
                    ENDPOINT=https://c/path ACCESS_KEY=aHVzaA== PUBLIC_URL=https://e                  | earshot.acs.endpoint
                    ENDPOINT=https://c PUBLIC_URL=https://e                                           | earshot.acs.access-key is "(secret)"
                    ENDPOINT=https://c ACCESS_KEY=hush! PUBLIC_URL=https://e                          | earshot.acs.access-key is "(secret)"
                    ENDPOINT=https://c ACCESS_KEY=aHVzaA== CREDENTIAL=entra PUBLIC_URL=https://e      | earshot.acs.access-key is "(secret)"
                    ACCESS_KEY=aHVzaA==                                                               | earshot.acs.endpoint is ""
                    CREDENTIAL=entra                                                                  | earshot.acs.endpoint is ""
                    CREDENTIAL=other                                                                  | earshot.acs.credential is "other"
                    PUBLIC_URL=http://e                                                               | earshot.acs.public-url is "http://e"
                    PUBLIC_URL=https://e?x=1                                                          | earshot.acs.public-url
                    PUBLIC_URL=e                                                                      | earshot.acs.public-url
                    AUDIO_CHANNEL=stereo                                                              | earshot.acs.audio-channel is "stereo"
                    SAMPLE_RATE=8000                                                                  | earshot.acs.sample-rate is "8000"
                    SPEAKERS=agent                                                                    | earshot.acs.speakers is "agent"
                    WHEN_LEAVING=run                                                                  | earshot.acs.when-leaving is "run"
                    """)
    @DisplayName("are nothing to be configured by halves: then nothing starts, and what is allowed is said")
    void refused(String given, String message) {
        assertThatThrownBy(() -> phone(given))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(message)
                .hasMessageContaining("allowed:")
                .hasMessageNotContainingAny("hush", "aHVzaA");
    }

    private static PhoneSettings phone(String given) {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : given.split(" ")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put("EARSHOT_ACS_" + variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        Config config = FILE.withFallback(ConfigFactory.parseMap(variables)).resolve(ConfigResolveOptions.noSystem());
        return Settings.from(config).phone();
    }
}
