package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The origin policy")
class OriginPolicyTest {

    private final OriginPolicy policy = new OriginPolicy(Set.of("https://console.example"));

    @ParameterizedTest
    @CsvSource({
        "https://console.example,       hub.example,      true",
        "http://console.example,        hub.example,      false",
        "https://console.example:8443,  hub.example,      false",
        "https://console.example.evil,  hub.example,      false",
        "http://hub.example,            hub.example,      true",
        "https://hub.example,           hub.example,      true",
        "https://HUB.example:443,       hub.example,      true",
        "http://localhost:8080,         localhost:8080,   true",
        "http://localhost:8081,         localhost:8080,   false",
        "http://[::1]:8080,             [::1]:8080,       true",
        "null,                          hub.example,      false",
        "file://,                       hub.example,      false",
        "http://hub.example@evil,       hub.example,      false",
        "not an origin,                 hub.example,      false"
    })
    void compares_exactly(String origin, String host, boolean allowed) {
        HttpRequest request = HttpRequest.GET("/")
                .addHeader(RawHeader.create("Origin", origin))
                .addHeader(RawHeader.create("Host", host));
        assertThat(policy.allows(request)).isEqualTo(allowed);
    }

    @Test
    void lets_in_who_is_no_browser() {
        assertThat(policy.allows(HttpRequest.GET("/"))).isTrue();
        assertThat(policy.answer(HttpRequest.GET("/"))).isEmpty();
    }

    @Test
    void answers_with_the_origin_itself_because_browsers_send_credentials() {
        HttpRequest request = HttpRequest.GET("/").addHeader(RawHeader.create("Origin", "https://console.example"));
        assertThat(policy.answer(request))
                .containsExactly(
                        RawHeader.create("Access-Control-Allow-Origin", "https://console.example"),
                        RawHeader.create("Access-Control-Allow-Credentials", "true"),
                        RawHeader.create("Vary", "Origin"));
    }
}
