package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.CheckedConfig.InvalidSetting;
import dev.earshot.access.AccessRefusal;
import dev.earshot.access.Entrance;
import dev.earshot.access.NamedTokens;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings of who may come in")
class AccessSettingsTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Map<String, String> GUARDED = Map.of(
            "earshot.http.host", "0.0.0.0",
            "earshot.acs.auth", "both",
            "earshot.acs.audience", "resource-id",
            "earshot.acs.call-key", KEY,
            "earshot.console.auth", "token",
            "earshot.console.tokens", "anna=0123456789abcdef");

    @Test
    @DisplayName("open the door to other machines once everybody must show who they are")
    void guarded() {
        AccessSettings settings = read(GUARDED);
        assertThat(settings.tokens().policy().audiences()).containsExactly("resource-id");
        assertThat(settings.tokens().keys())
                .hasToString("https://acscallautomation.communication.azure.com/calling/keys");
        assertThat(settings.callKeys()).containsExactly(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"earshot.acs.auth", "earshot.console.auth"})
    @DisplayName("keep it to this machine as long as one of the two is open")
    void halfGuarded(String key) {
        assertThatThrownBy(() -> read(with(key, "none")))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("earshot.http.host is \"0.0.0.0\"")
                .hasMessageContaining("EARSHOT_INSECURE");
    }

    @ParameterizedTest
    @CsvSource({
        "earshot.acs.audience, '', EARSHOT_ACS_AUDIENCE",
        "earshot.acs.audience, ', ,', EARSHOT_ACS_AUDIENCE",
        "earshot.acs.call-key, '', EARSHOT_ACS_CALL_KEY",
        "earshot.acs.call-key, tooshort, at least 32 characters",
        "earshot.acs.call-key, '0123456789abcdef0123456789abcdef,tooshort', at least 32 characters",
        "earshot.acs.events-key, tooshort, at least 16 characters",
        "earshot.console.tokens, '', EARSHOT_CONSOLE_TOKENS",
        "earshot.console.tokens, tooshort, name=token",
        "earshot.console.tokens, anna=tooshort, name=token",
        "earshot.console.tokens, anna=sha256:tooshort, name=token",
        "earshot.console.tokens, 'anna=0123456789abcdef,tooshort', name=token"
    })
    @DisplayName("refuse what is missing or weak, and never show it")
    void refused(String key, String value, String allowed) {
        assertThatThrownBy(() -> read(with(key, value)))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(key)
                .hasMessageContaining(allowed)
                .hasMessageNotContaining("tooshort");
    }

    @Test
    @DisplayName("never show a secret")
    void secrets() {
        Map<String, String> all = with("earshot.acs.events-key", "events-0123456789abcdef");
        assertThat(Settings.from(config(all)).toString())
                .doesNotContain("0123456789abcdef")
                .doesNotContain("events-");
    }

    @Test
    @DisplayName("take several secrets, and tokens by their digest")
    void several() {
        AccessSettings settings = read(with("earshot.acs.call-key", KEY + "old, " + KEY + "new"));
        assertThat(settings.callKeys()).containsExactly(KEY + "old", KEY + "new");
        NamedTokens users = read(with(
                        "earshot.console.tokens",
                        "anna=0123456789abcdef,ben=sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a"))
                .consoleUsers()
                .orElseThrow();
        assertThat(users.owner("0123456789abcdef")).hasValue("anna");
        assertThat(users.owner("abcdefg")).hasValue("ben");
        assertThat(users.owner("abcdefgh")).isEmpty();
    }

    @Test
    @DisplayName("ask for no more than the mode says")
    void modes() {
        assertThat(read(with("earshot.acs.auth", "jwt")).acs(() -> 0).secretOf(Entrance.MEDIA, "c-1"))
                .isEmpty();
        Map<String, String> secretOnly = with("earshot.acs.auth", "secret");
        secretOnly.put("earshot.acs.audience", "");
        assertThat(read(secretOnly).tokens()).isNull();
        assertThat(read(secretOnly).acs(() -> 0).secretOf(Entrance.MEDIA, "c-1"))
                .isPresent();
    }

    @Test
    @DisplayName("let nobody announce calls that are guarded, until there is a key for that")
    void events() {
        Optional<String> any = Optional.of("events-0123456789");
        assertThat(read(GUARDED).events().check(any)).hasValue(AccessRefusal.WRONG_SECRET);
        assertThat(read(with("earshot.acs.events-key", "events-0123456789"))
                        .events()
                        .check(any))
                .isEmpty();
        assertThat(read(Map.of()).events()).isNull();
        assertThat(read(Map.of("earshot.acs.events-key", "events-0123456789"))
                        .events()
                        .check(Optional.empty()))
                .hasValue(AccessRefusal.NO_SECRET);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> all = new HashMap<>(GUARDED);
        all.put(key, value);
        return all;
    }

    private static AccessSettings read(Map<String, String> settings) {
        return AccessSettings.read(new CheckedConfig(config(settings)));
    }

    private static Config config(Map<String, String> settings) {
        return ConfigFactory.parseMap(settings).withFallback(Settings.loadConfig());
    }
}
