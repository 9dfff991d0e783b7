package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.CallBench.Answer;
import dev.earshot.server.RawClient;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The door for consoles")
class ConsoleAccessIT {

    private static final String TOKEN = "anna-0123456789abcdef";
    private static final String WRONG = "anna-0123456789abcdeX";
    private static CapturedLog log;
    private static CallBench bench;

    @BeforeAll
    static void open() {
        log = CapturedLog.open();
        bench = CallBench.open(Map.of("earshot.console.auth", "token", "earshot.console.tokens", "anna=" + TOKEN));
    }

    @AfterAll
    static void close() {
        bench.close();
        log.close();
    }

    @Test
    @DisplayName("opens REST to a token in the header or the query, and to nobody else")
    void rest() {
        for (String path : new String[] {"/api/calls", "/api/calls/none", "/api/calls/none/ledger", "/api/other"}) {
            Answer none = get(path, Map.of());
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.http().headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(none.body().path("error").path("code").asText()).isEqualTo("noToken");
        }
        assertThat(get("/api/calls", Map.of("Authorization", "Bearer " + TOKEN)).status())
                .isEqualTo(200);
        assertThat(get("/api/calls?access_token=" + TOKEN, Map.of()).status()).isEqualTo(200);
        Answer wrong = get("/api/calls", Map.of("Authorization", "Bearer " + WRONG));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body().path("error").path("code").asText()).isEqualTo("unknownToken");
        assertThat(get("/api/calls?access_token=" + WRONG, Map.of()).status()).isEqualTo(401);
        assertThat(bench.send("DELETE", "/api/calls/new", "").status()).isEqualTo(401);
        assertThat(bench.send("PUT", "/api/calls/new", "{\"speakers\":[]}").status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("opens the hub to the same tokens, at the negotiation and at the socket")
    void hub() throws IOException {
        assertThat(bench.send("POST", "/hubs/calls/negotiate?negotiateVersion=1", "")
                        .status())
                .isEqualTo(401);
        assertThat(bench.send(
                                "POST",
                                URI.create(bench.url() + "/hubs/calls/negotiate"),
                                "",
                                Map.of("Authorization", "Bearer " + TOKEN))
                        .status())
                .isEqualTo(200);
        assertThat(upgrade("/hubs/calls")).isEqualTo(401);
        assertThat(upgrade("/hubs/calls?access_token=" + WRONG)).isEqualTo(401);
        assertThat(upgrade("/hubs/calls?access_token=" + TOKEN)).isEqualTo(101);
    }

    @Test
    @DisplayName("shows the page to everybody: there is nothing in it")
    void page() {
        assertThat(get("/", Map.of()).status()).isNotEqualTo(401);
        assertThat(get("/no-such-file.js", Map.of()).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("counts who is turned away, and writes no token down")
    void counted() {
        get("/api/calls?access_token=" + WRONG, Map.of());
        assertThat(bench.metrics())
                .contains("earshot_access_refused_total{cause=\"unknownToken\",entrance=\"console\"}");
        assertThat(log.lines()).noneMatch(line -> line.contains("0123456789abcde"));
        assertThat(log.troubles()).isEmpty();
    }

    private static Answer get(String path, Map<String, String> headers) {
        return bench.send("GET", URI.create(bench.url() + path), "", headers);
    }

    private static int upgrade(String path) throws IOException {
        try (RawClient client = new RawClient(bench.address())) {
            client.send(RawClient.upgrade(path));
            return Integer.parseInt(client.head().substring(9, 12));
        }
    }
}
