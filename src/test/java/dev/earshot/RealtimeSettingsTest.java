package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import dev.earshot.CheckedConfig.InvalidSetting;
import dev.earshot.realtime.ConversationModel;
import dev.earshot.realtime.Degree;
import dev.earshot.realtime.NoiseReduction;
import dev.earshot.realtime.RealtimeCredential;
import dev.earshot.realtime.SessionConfiguration;
import dev.earshot.realtime.TranscriptionModel;
import dev.earshot.realtime.VoiceActivity;
import dev.earshot.realtime.VoiceActivity.Eagerness;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The realtime service")
class RealtimeSettingsTest {

    private static final Config FILE =
            ConfigFactory.parseFile(Path.of("conf", "earshot.conf").toFile());

    @Nested
    @DisplayName("is where the provider")
    class Address {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        PROVIDER=local                                              | ws://127.0.0.1:8090/v1/realtime?model=gpt-realtime
                        PROVIDER=local MODEL=gpt-realtime-2.1                       | ws://127.0.0.1:8090/v1/realtime?model=gpt-realtime-2.1
                        PROVIDER=openai API_KEY=k                                   | wss://api.openai.com/v1/realtime?model=gpt-realtime
                        PROVIDER=openai API_KEY=k MODEL=a&b=c                       | wss://api.openai.com/v1/realtime?model=a%26b%3Dc
                        PROVIDER=azure API_KEY=k AZURE_RESOURCE=mine MODEL=ours     | wss://mine.openai.azure.com/openai/v1/realtime?model=ours
                        PROVIDER=azure API_KEY=k AZURE_RESOURCE=m.openai.azure.us   | wss://m.openai.azure.us/openai/v1/realtime?model=gpt-realtime
                        PROVIDER=azure API_KEY=k AZURE_RESOURCE=a URL=wss://b/c?d=e | wss://b/c?d=e
                        PROVIDER=openai API_KEY=k URL=wss://b/c                     | wss://b/c
                        """)
        @DisplayName("is known to be, unless the whole URL is given")
        void address(String given, String url) {
            assertThat(settings(given).realtime().uri()).hasToString(url);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        PROVIDER=azure API_KEY=k                                                    | earshot.realtime.azure.resource is "" | EARSHOT_REALTIME_AZURE_RESOURCE
                        PROVIDER=openai API_KEY=k AZURE_RESOURCE=mine                               | earshot.realtime.azure.resource | as long as the provider is openai
                        PROVIDER=azure API_KEY=k URL=wss://m.openai.azure.com/openai/realtime?a=b   | earshot.realtime.url | /openai/v1/realtime
                        """)
        @DisplayName("cannot be, and then nothing starts")
        void noAddress(String given, String key, String allowed) {
            assertRefused(given, key, allowed);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ws://127.0.0.1:1/",
                    "ws://localhost:1/",
                    "ws://[::1]:1/",
                    "ws://LOCALHOST/",
                    "wss://far.example/"
                })
        @DisplayName("may be shown a key: encrypted, or on this machine")
        void closed(String url) {
            assertThat(settings("API_KEY=k URL=" + url).realtime().uri()).hasToString(url);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"ws://far.example/", "ws://192.0.2.1/", "ws://localhost.far.example/", "ws://[2001:db8::1]/"
                })
        @DisplayName("may not be sent a call in the clear, nor a key even where that is said to be meant")
        void open(String url) {
            assertRefused("URL=" + url, "earshot.realtime.url", "EARSHOT_INSECURE=true");
            assertRefused("API_KEY=k URL=" + url, "earshot.realtime.url", "wss:// where a key or token is shown");
            Map<String, String> meant = new TreeMap<>(variables("API_KEY=k URL=" + url));
            meant.put("EARSHOT_INSECURE", "true");
            assertThatThrownBy(() -> settings(meant))
                    .isInstanceOf(InvalidSetting.class)
                    .hasMessageContaining("wss:// where a key or token is shown");
            meant.remove("EARSHOT_REALTIME_API_KEY");
            assertThat(settings(meant).realtime().uri()).hasToString(url);
        }
    }

    @Nested
    @DisplayName("is shown")
    class Credential {
        @Test
        @DisplayName("a key as the provider wants it")
        void keys() {
            assertThat(credential("PROVIDER=local")).isEqualTo(new RealtimeCredential.None());
            assertThat(credential("PROVIDER=local API_KEY=k")).isEqualTo(new RealtimeCredential.BearerKey("k"));
            assertThat(credential("PROVIDER=openai API_KEY=k")).isEqualTo(new RealtimeCredential.BearerKey("k"));
            assertThat(credential("PROVIDER=azure AZURE_RESOURCE=r API_KEY=k"))
                    .isEqualTo(new RealtimeCredential.ApiKey("k"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"default", "environment", "workload-identity", "managed-identity", "azure-cli"})
        @DisplayName("a token of the identity that is chosen")
        void entra(String identity) {
            assertThat(credential("PROVIDER=azure AZURE_RESOURCE=r AZURE_CREDENTIAL=entra AZURE_IDENTITY=" + identity))
                    .isInstanceOf(RealtimeCredential.Identity.class);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        PROVIDER=openai                                                   | earshot.realtime.api-key | EARSHOT_REALTIME_API_KEY
                        PROVIDER=azure AZURE_RESOURCE=r                                   | earshot.realtime.api-key | EARSHOT_REALTIME_API_KEY
                        PROVIDER=openai API_KEY=hüsh                                      | earshot.realtime.api-key is "(secret)" | without spaces
                        PROVIDER=openai API_KEY=hush AZURE_CREDENTIAL=entra               | earshot.realtime.azure.credential | as long as the provider is openai
                        PROVIDER=azure AZURE_RESOURCE=r API_KEY=hush AZURE_CREDENTIAL=entra | earshot.realtime.api-key is "(secret)" | as long as EARSHOT_REALTIME_AZURE_CREDENTIAL is entra
                        """)
        @DisplayName("nothing that is missing, ambiguous or unfit to be sent, and then nothing starts")
        void refused(String given, String key, String allowed) {
            assertRefused(given, key, allowed);
            assertThatThrownBy(() -> settings(given)).hasMessageNotContainingAny("hush", "hüsh");
        }

        @Test
        @DisplayName("no token that may take longer than the handshake of which it is a part")
        void tokenTimeout() {
            Config config = config(variables("PROVIDER=azure AZURE_RESOURCE=r AZURE_CREDENTIAL=entra"));
            assertThatThrownBy(() -> Settings.from(ConfigFactory.parseString("earshot.realtime.handshake-timeout = 5s")
                            .withFallback(config)))
                    .isInstanceOf(InvalidSetting.class)
                    .hasMessageContaining("earshot.realtime.azure.token-timeout is \"5s\"")
                    .hasMessageContaining("earshot.realtime.handshake-timeout");
        }
    }

    @Nested
    @DisplayName("is asked for")
    class Asked {
        @Test
        @DisplayName("what every model takes, as it comes")
        void defaults() {
            SessionConfiguration asked = asked("");
            assertThat(asked.model()).isEqualTo(ConversationModel.GPT_REALTIME);
            assertThat(asked.transcription())
                    .isEqualTo(new SessionConfiguration.Transcription(
                            "gpt-realtime-whisper", TranscriptionModel.GPT_REALTIME_WHISPER, null, null));
            assertThat(asked.voiceActivity()).isEqualTo(new VoiceActivity.Server(0.5, 300, 500));
            assertThat(asked.noiseReduction()).isEqualTo(NoiseReduction.NONE);
            assertThat(asked.reasoning()).isNull();
        }

        @Test
        @DisplayName("what the settings say, where the model takes it")
        void all() {
            SessionConfiguration asked = asked(
                    "MODEL=gpt-realtime-2.1 REASONING_EFFORT=low LANGUAGE=de"
                            + " TRANSCRIPTION_DELAY=minimal NOISE_REDUCTION=near_field VOICE_ACTIVITY=semantic_vad VAD_EAGERNESS=high");
            assertThat(asked)
                    .isEqualTo(new SessionConfiguration(
                            ConversationModel.GPT_REALTIME_2_1,
                            new SessionConfiguration.Transcription(
                                    "gpt-realtime-whisper",
                                    TranscriptionModel.GPT_REALTIME_WHISPER,
                                    "de",
                                    Degree.MINIMAL),
                            new VoiceActivity.Semantic(Eagerness.HIGH),
                            NoiseReduction.NEAR_FIELD,
                            Degree.LOW));
            assertThat(asked("VOICE_ACTIVITY=semantic_vad").voiceActivity())
                    .isEqualTo(new VoiceActivity.Semantic(null));
        }

        @Test
        @DisplayName("what a deployment takes, by the family that is named apart from it")
        void families() {
            SessionConfiguration asked = asked("MODEL=ours REASONING_EFFORT=low MODEL_FAMILY=gpt-realtime-2"
                    + " TRANSCRIPTION_MODEL=theirs TRANSCRIPTION_DELAY=low"
                    + " TRANSCRIPTION_MODEL_FAMILY=gpt-live-transcribe");
            assertThat(asked.model()).isEqualTo(ConversationModel.GPT_REALTIME_2);
            assertThat(asked.transcription().model()).isEqualTo("theirs");
            assertThat(asked.transcription().family()).isEqualTo(TranscriptionModel.GPT_LIVE_TRANSCRIBE);
            assertThat(asked("MODEL=gpt-realtime-whisper MODEL_FAMILY=gpt-realtime")
                            .model())
                    .isEqualTo(ConversationModel.GPT_REALTIME);
        }

        @Test
        @DisplayName("what the model in a whole URL takes")
        void modelInUrl() {
            assertThat(asked("REASONING_EFFORT=low URL=wss://h/v1/realtime?x=y&model=gpt%2Drealtime-2")
                            .model())
                    .isEqualTo(ConversationModel.GPT_REALTIME_2);
            assertThat(asked("MODEL=gpt-realtime-2 URL=wss://h/v1/realtime?model=ours")
                            .model())
                    .isEqualTo(ConversationModel.UNKNOWN);
            assertThat(asked("MODEL=gpt-realtime-2 URL=wss://h/v1/realtime").model())
                    .isEqualTo(ConversationModel.GPT_REALTIME_2);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        MODEL=gpt-realtime REASONING_EFFORT=low                      | earshot.realtime.reasoning-effort is "low"    | gpt-realtime-2 or newer
                        MODEL=gpt-realtime-1.5 REASONING_EFFORT=low                  | earshot.realtime.reasoning-effort is "low"    | EARSHOT_REALTIME_MODEL_FAMILY
                        MODEL=ours REASONING_EFFORT=xhigh                            | earshot.realtime.reasoning-effort is "xhigh"  | EARSHOT_REALTIME_MODEL_FAMILY
                        TRANSCRIPTION_MODEL=whisper-1 TRANSCRIPTION_DELAY=low        | earshot.realtime.transcription-delay is "low" | gpt-live-transcribe
                        TRANSCRIPTION_MODEL=theirs TRANSCRIPTION_DELAY=low           | earshot.realtime.transcription-delay is "low" | EARSHOT_REALTIME_TRANSCRIPTION_MODEL_FAMILY
                        VAD_EAGERNESS=low                                            | earshot.realtime.vad-eagerness is "low"       | semantic_vad
                        MODEL=gpt-live-transcribe                                    | earshot.realtime.model is                     | gpt-live-transcribe only transcribes, and takes no turn detection
                        URL=wss://h/v1/realtime?model=whisper-1                      | earshot.realtime.model is                     | whisper-1 only transcribes
                        TRANSCRIPTION_MODEL=gpt-realtime-2.1                         | earshot.realtime.transcription-model is       | a model that transcribes
                        """)
        @DisplayName("nothing that its model rejects: what is asked for by name stops the start")
        void rejected(String given, String key, String allowed) {
            assertRefused(given, key, allowed);
        }
    }

    private static SessionConfiguration asked(String given) {
        return settings(given).call().session().configuration();
    }

    private static RealtimeCredential credential(String given) {
        return settings(given).realtime().credential();
    }

    private static void assertRefused(String given, String key, String allowed) {
        assertThatThrownBy(() -> settings(given))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(key)
                .hasMessageContaining("allowed: ")
                .hasMessageContaining(allowed);
    }

    private static Settings settings(String given) {
        return settings(variables(given));
    }

    private static Settings settings(Map<String, String> variables) {
        return Settings.from(config(variables));
    }

    private static Config config(Map<String, String> variables) {
        return FILE.withFallback(ConfigFactory.parseMap(variables)).resolve(ConfigResolveOptions.noSystem());
    }

    /** {@code NAME=value} each, without the {@code EARSHOT_REALTIME_} that all of them begin with. */
    private static Map<String, String> variables(String given) {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : given.split(" ")) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                variables.put("EARSHOT_REALTIME_" + variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return variables;
    }
}
