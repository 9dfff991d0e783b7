package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.earshot.CheckedConfig.InvalidSetting;
import dev.earshot.realtime.RealtimeCredential;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreWriterSettings;
import dev.earshot.transcript.spill.SpillSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Settings")
class SettingsTest {

    private static final Path FILE = Path.of("conf", "earshot.conf");

    /** The file as it is, with nothing of this machine's environment in it. */
    private static final Config DEFAULTS = withEnvironment(Map.of());

    @Test
    @DisplayName("are valid as they come, and keep to this machine")
    void defaults() {
        Settings settings = Settings.from(DEFAULTS);
        assertThat(settings.server().host()).isEqualTo("127.0.0.1");
        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.server().adminPort()).isEqualTo(8081);
        assertThat(settings.realtime().uri())
                .isEqualTo(URI.create("ws://127.0.0.1:8090/v1/realtime?model=gpt-realtime"));
        assertThat(settings.realtime().credential()).isEqualTo(new RealtimeCredential.None());
        assertThat(settings.store().kind()).isEqualTo(StoreSettings.Kind.EMBEDDED);
        assertThat(settings.store().spill())
                .isEqualTo(new SpillSettings(
                        Path.of("var/spill"),
                        1L << 30,
                        64L << 20,
                        Duration.ofSeconds(1),
                        Duration.ofDays(7),
                        SpillSettings.Drain.DEFAULT));
        assertThat(settings.store().backlog()).isEqualTo(StoreBacklog.Limits.DEFAULT);
        assertThat(settings.call().storeWriter()).isEqualTo(StoreWriterSettings.DEFAULT);
        assertThat(settings.call().grace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("let nothing wait on disk where no directory is set, and no call wait there for more than all may")
    void spill() {
        assertThat(Settings.from(with("earshot.redis.spill-directory", ""))
                        .store()
                        .spill())
                .isNull();
        assertThatThrownBy(() -> Settings.from(with("earshot.redis.spill-max-mb", "63")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(
                        "earshot.redis.spill-call-max-mb is \"64\"; allowed: at most earshot.redis.spill-max-mb, which is 63");
    }

    @Test
    @DisplayName("refuse a playbook with its file, line and reason")
    void playbooks(@TempDir Path folder) throws IOException {
        String good = Files.readString(Path.of("conf", "playbooks", "sales-discovery.yaml"));
        Files.writeString(folder.resolve("sales.yaml"), good.replaceFirst("minWords: 4", "minWords: 0"));
        int line = (int) good.substring(0, good.indexOf("minWords")).lines().count() + 1;

        assertThatThrownBy(() -> Settings.from(with("earshot.coaching.playbooks", folder.toString())))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(folder.resolve("sales.yaml") + ":" + line
                        + ": minWords is \"0\": a whole number from 1 to 50 allowed");
    }

    @Test
    @DisplayName("give the server longer to stop than its calls to drain")
    void stopTimeout() {
        Settings settings =
                Settings.from(DEFAULTS.withValue("earshot.call.drain", ConfigValueFactory.fromAnyRef("5 minutes")));
        assertThat(settings.stopTimeout()).isEqualTo(Duration.ofSeconds(315));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    earshot.http.port                         ! 65536          ! a whole number from 0 to 65535
                    earshot.http.port                         ! http           ! a whole number
                    earshot.audio.threads                     ! 257            ! a whole number from 0 to 256
                    earshot.audio.rehearsal                   ! 2h             ! a duration from 0s to 1m
                    earshot.admin.port                        ! -1             ! a whole number from 0 to 65535
                    earshot.insecure                          ! perhaps        ! true or false
                    earshot.acs.auth                          ! basic          ! none | jwt | secret | both
                    earshot.acs.issuer                        ! ''             ! whoever issues the tokens
                    earshot.acs.jwks-url                      ! ftp://host/    ! a whole URL that starts with http:// or https://
                    earshot.acs.jwks-url                      ! http://host/   ! https://, or http:// to a loopback address
                    earshot.acs.clock-skew                    ! 1h             ! a duration from 0s to 10m
                    earshot.acs.jwks-cooldown                 ! 0s             ! a duration from 1s to 10m
                    earshot.console.auth                      ! basic          ! none | token
                    earshot.realtime.provider                 ! skynet         ! local | openai | azure
                    earshot.realtime.model-family             ! gpt-5          ! gpt-realtime | gpt-realtime-mini
                    earshot.realtime.reasoning-effort         ! none           ! auto | minimal | low | medium | high | xhigh
                    earshot.realtime.transcription-model-family ! whisper      ! whisper-1 | (empty)
                    earshot.realtime.transcription-delay      ! 1s             ! auto | minimal | low | medium | high | xhigh
                    earshot.realtime.voice-activity           ! none           ! server_vad | semantic_vad
                    earshot.realtime.vad-eagerness            ! very           ! auto | low | medium | high
                    earshot.realtime.noise-reduction          ! some           ! none | near_field | far_field
                    earshot.realtime.azure.resource           ! a/b            ! the name of an Azure resource, or its host
                    earshot.realtime.azure.credential         ! password       ! key | entra
                    earshot.realtime.azure.identity           ! mine           ! default | environment | workload-identity | managed-identity | azure-cli
                    earshot.realtime.azure.scope              ! cognitive      ! a URL that ends in /.default
                    earshot.realtime.azure.token-timeout      ! 1ms            ! a duration from 0.1s to 1m
                    earshot.realtime.url                      ! http://x/      ! a whole URL that starts with ws:// or wss://
                    earshot.realtime.url                      ! wss://         ! a whole URL
                    earshot.realtime.url                      ! wss://a b      ! a whole URL
                    earshot.realtime.model                    ! ''             ! the name of a model
                    earshot.realtime.transcription-model      ! ''             ! the name of a model
                    earshot.realtime.language                 ! english        ! two letters
                    earshot.realtime.vad-threshold            ! 1.1            ! a number from 0.0 to 1.0
                    earshot.realtime.vad-threshold            ! NaN            ! a number
                    earshot.realtime.vad-prefix-padding       ! 6s             ! a duration from 0s to 5s
                    earshot.realtime.vad-silence              ! 11s            ! a duration from 0s to 10s
                    earshot.realtime.handshake-timeout        ! 1ms            ! a duration from 0.1s to 5m
                    earshot.realtime.handshake-timeout        ! soon           ! a duration
                    earshot.realtime.backlog-factor           ! 4              ! a number from 1.0 to 3.0
                    earshot.realtime.append-chunk             ! 2s             ! a duration from 0.02s to 1s
                    earshot.realtime.max-message-bytes        ! 1              ! a whole number from 65536
                    earshot.realtime.last-words               ! 1m             ! a duration
                    earshot.realtime.backoff.min              ! 1ms            ! a duration
                    earshot.realtime.backoff.max              ! 100ms          ! a duration from 0.2s
                    earshot.realtime.backoff.jitter           ! 2              ! a number from 0.0 to 1.0
                    earshot.realtime.stable-after             ! 0s             ! a duration
                    earshot.realtime.max-handshakes           ! 0              ! a whole number from 1
                    earshot.realtime.transcription-timeout    ! 0s             ! a duration
                    earshot.realtime.silence-margin           ! 0s             ! a duration
                    earshot.realtime.same-start               ! 1ms            ! a duration
                    earshot.call.media-due                    ! 0s             ! a duration
                    earshot.call.grace                        ! -1s            ! a duration
                    earshot.call.drain                        ! 0s             ! a duration
                    earshot.call.max-calls                    ! 0              ! a whole number from 1 to 100000
                    earshot.call.tape                         ! 1h             ! a duration
                    earshot.call.max-tracks                   ! 65             ! a whole number from 1 to 64
                    earshot.call.timing.tolerance             ! 1ms            ! a duration
                    earshot.call.timing.reorder-window        ! 2s             ! a duration
                    earshot.call.timing.longest-gap           ! 1h             ! a duration
                    earshot.call.timing.look-back             ! 0s             ! a duration
                    earshot.call.timing.arrival-tolerance     ! 1ms            ! a duration
                    earshot.call.timing.drift-ppm             ! -1             ! a whole number from 0 to 10000
                    earshot.call.timing.told-gap              ! -1s            ! a duration
                    earshot.call.timing.heard-silence         ! 0s             ! a duration
                    earshot.call.max-media-message-bytes      ! 10             ! a whole number from 1024
                    earshot.call.max-media-messages-per-second ! 100           ! a whole number from 200
                    earshot.call.max-events                   ! 1              ! a whole number from 100
                    earshot.coaching.playbooks                ! ''             ! a folder
                    earshot.coaching.playbook                 ! small-talk     ! recruiter-screening | sales-discovery
                    earshot.redis.url                         ! localhost:6379 ! embedded | none | redis://host:port
                    earshot.redis.url                         ! redis://:::    ! embedded | none | redis://host:port
                    earshot.redis.url                         ! redis://h:70000 ! redis://host:port/database
                    earshot.redis.url                         ! redis-sentinel://a,b ! redis-sentinel://host:port,host:port/database#master
                    earshot.redis.url                         ! redis-cluster://a/1  ! redis-cluster://host:port,host:port
                    earshot.redis.ca-file                     ! no/such.pem    ! a file with the certificates of authorities
                    earshot.redis.ca-file                     ! README.md      ! a file with the certificates of authorities
                    earshot.redis.embedded-memory-mb          ! 1              ! a whole number from 16
                    earshot.redis.retention                   ! 1s             ! a duration
                    earshot.redis.max-remembered-calls        ! 0              ! a whole number from 1
                    """)
    @DisplayName("refuse a value that is not allowed, and name key, value and what is allowed")
    void refused(String key, String value, String allowed) {
        assertThatThrownBy(() -> Settings.from(with(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(key)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("allowed: ")
                .hasMessageContaining(allowed);
    }

    @Test
    @DisplayName("refuse every key that is missing")
    void missing() {
        assertThat(keys()).hasSizeGreaterThan(40).allSatisfy(key -> assertThatThrownBy(
                        () -> Settings.from(DEFAULTS.withoutPath(key)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(key + " is missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::", "no.such.host.invalid"})
    @DisplayName("keep the door to this machine as long as nobody is asked who they are")
    void openDoor(String host) {
        assertThatThrownBy(() -> Settings.from(with("earshot.http.host", host)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("earshot.http.host is \"" + host + "\"")
                .hasMessageContaining("EARSHOT_INSECURE");
        Config meant =
                with("earshot.http.host", host).withValue("earshot.insecure", ConfigValueFactory.fromAnyRef("true"));
        assertThat(Settings.from(meant).server().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    @DisplayName("know this machine by its names")
    void loopback(String host) {
        assertThat(Settings.from(with("earshot.http.host", host)).server().host())
                .isEqualTo(host);
    }

    @Test
    @DisplayName("never show a secret")
    void secrets() {
        assertThatThrownBy(() -> Settings.from(with("earshot.redis.url", "redis://user:hu/sh@host:port")))
                .hasMessageContaining("redis://…@host:port")
                .hasMessageNotContaining("hu/sh");
        assertThatThrownBy(() -> Settings.from(with("earshot.redis.url", "redis-cluster:hush@host:port")))
                .hasMessageContaining("\"…@host:port\"")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Settings.from(with("earshot.realtime.url", "http://host/?api-key=hush")))
                .hasMessageContaining("http://host/")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> Settings.from(DEFAULTS.withValue(
                        "earshot.realtime.api-key", ConfigValueFactory.fromMap(Map.of("a", "hush")))))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageNotContaining("hush");
        Settings settings = Settings.from(withEnvironment(Map.of(
                "EARSHOT_REALTIME_API_KEY", "hush",
                "EARSHOT_REALTIME_URL", "wss://host/?api-key=hush",
                "EARSHOT_REDIS_URL", "redis-sentinel://me:hush@host:6379#calls",
                "EARSHOT_REDIS_SENTINEL_PASSWORD", "hush")));
        assertThat(settings.toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "EARSHOT_HTTP_HOST, earshot.http.host",
        "EARSHOT_HTTP_PORT, earshot.http.port",
        "EARSHOT_ADMIN_PORT, earshot.admin.port",
        "EARSHOT_INSECURE, earshot.insecure",
        "EARSHOT_ACS_AUTH, earshot.acs.auth",
        "EARSHOT_ACS_AUDIENCE, earshot.acs.audience",
        "EARSHOT_ACS_ISSUER, earshot.acs.issuer",
        "EARSHOT_ACS_JWKS_URL, earshot.acs.jwks-url",
        "EARSHOT_ACS_CLOCK_SKEW, earshot.acs.clock-skew",
        "EARSHOT_ACS_JWKS_COOLDOWN, earshot.acs.jwks-cooldown",
        "EARSHOT_ACS_CALL_KEY, earshot.acs.call-key",
        "EARSHOT_ACS_EVENTS_KEY, earshot.acs.events-key",
        "EARSHOT_CONSOLE_AUTH, earshot.console.auth",
        "EARSHOT_CONSOLE_TOKENS, earshot.console.tokens",
        "EARSHOT_REALTIME_PROVIDER, earshot.realtime.provider",
        "EARSHOT_REALTIME_URL, earshot.realtime.url",
        "EARSHOT_REALTIME_API_KEY, earshot.realtime.api-key",
        "EARSHOT_REALTIME_MODEL, earshot.realtime.model",
        "EARSHOT_REALTIME_MODEL_FAMILY, earshot.realtime.model-family",
        "EARSHOT_REALTIME_REASONING_EFFORT, earshot.realtime.reasoning-effort",
        "EARSHOT_REALTIME_TRANSCRIPTION_MODEL, earshot.realtime.transcription-model",
        "EARSHOT_REALTIME_TRANSCRIPTION_MODEL_FAMILY, earshot.realtime.transcription-model-family",
        "EARSHOT_REALTIME_TRANSCRIPTION_DELAY, earshot.realtime.transcription-delay",
        "EARSHOT_REALTIME_LANGUAGE, earshot.realtime.language",
        "EARSHOT_REALTIME_VOICE_ACTIVITY, earshot.realtime.voice-activity",
        "EARSHOT_REALTIME_VAD_EAGERNESS, earshot.realtime.vad-eagerness",
        "EARSHOT_REALTIME_NOISE_REDUCTION, earshot.realtime.noise-reduction",
        "EARSHOT_REALTIME_AZURE_RESOURCE, earshot.realtime.azure.resource",
        "EARSHOT_REALTIME_AZURE_CREDENTIAL, earshot.realtime.azure.credential",
        "EARSHOT_REALTIME_AZURE_IDENTITY, earshot.realtime.azure.identity",
        "EARSHOT_REALTIME_AZURE_SCOPE, earshot.realtime.azure.scope",
        "EARSHOT_COACHING_PLAYBOOKS, earshot.coaching.playbooks",
        "EARSHOT_COACHING_PLAYBOOK, earshot.coaching.playbook",
        "EARSHOT_REDIS_URL, earshot.redis.url",
        "EARSHOT_REDIS_CA_FILE, earshot.redis.ca-file",
        "EARSHOT_REDIS_SENTINEL_PASSWORD, earshot.redis.sentinel-password",
        "EARSHOT_RETENTION, earshot.redis.retention"
    })
    @DisplayName("take from the environment what the outside contract says")
    void environment(String name, String key) {
        assertThat(withEnvironment(Map.of(name, "given")).getString(key)).isEqualTo("given");
        assertThat(DEFAULTS.getString(key)).isNotEqualTo("given");
    }

    private static Config with(String key, String value) {
        return DEFAULTS.withValue(key, ConfigValueFactory.fromAnyRef(value));
    }

    /** The file, read with these variables and no others. */
    private static Config withEnvironment(Map<String, String> variables) {
        Config environment = ConfigFactory.empty();
        for (var variable : variables.entrySet()) {
            environment = environment.withValue(variable.getKey(), ConfigValueFactory.fromAnyRef(variable.getValue()));
        }
        return ConfigFactory.parseFile(FILE.toFile())
                .withFallback(environment)
                .resolve(ConfigResolveOptions.noSystem());
    }

    /** All of our own. */
    private static Set<String> keys() {
        return DEFAULTS.entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith("earshot."))
                .collect(Collectors.toCollection(HashSet::new));
    }
}
