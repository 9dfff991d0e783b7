package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.CallBench;
import dev.earshot.CallBench.Answer;
import dev.earshot.RecordedSpeech;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REST and the page")
class CallApiIT {

    private static CallBench bench;

    @BeforeAll
    static void open() {
        bench = CallBench.open();
        bench.send("PUT", "/api/calls/known", "{\"speakers\":[]}");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/calls/nobody",
                "/api/calls/nobody/events",
                "/api/calls/nobody/ledger",
                "/api/calls/%7Bx%7D",
                "/api/calls/a%00b"
            })
    @DisplayName("do not know a call that there is none of")
    void unknownCall(String path) {
        assertRefused(bench.send("GET", path, ""), 404, "unknownCall");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "99999999999999999999", "", "%20"})
    @DisplayName("refuse a cursor that is none")
    void badCursor(String after) {
        assertRefused(bench.send("GET", "/api/calls/known/events?after=" + after, ""), 400, "invalidCursor");
    }

    @Test
    @DisplayName("have nothing after a cursor beyond the end")
    void cursorBeyondTheEnd() {
        Answer answer = bench.send("GET", "/api/calls/known/events?after=999999999999999", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasToString("{\"events\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%7Bb", "%C3%A9", "a:b"})
    @DisplayName("refuse to open a call under an id that is none")
    void badCallId(String callId) {
        assertRefused(bench.send("PUT", "/api/calls/" + callId, "{\"speakers\":[]}"), 400, "invalidCallId");
    }

    @Test
    @DisplayName("refuse an id of more than 128 characters")
    void longCallId() {
        assertRefused(bench.send("PUT", "/api/calls/" + "a".repeat(129), "{\"speakers\":[]}"), 400, "invalidCallId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"speakers\":{}}",
                "{\"playbook\":7}",
                "{\"playbook\":null}",
                "{\"speakers\":{},\"playbook\":\"sales-discovery\"}",
                "{\"speakers\":[1]}",
                "{\"speakers\":[{\"participant\":\"\",\"speaker\":\"agent\"}]}",
                "{\"speakers\":[{\"participant\":\"p\",\"speaker\":\"Agent Smith\"}]}",
                "{\"speakers\":[]} and more"
            })
    @DisplayName("refuse a setup that is none")
    void badSetup(String body) {
        assertRefused(bench.send("PUT", "/api/calls/unset", body), 400, "invalidSetup");
        assertRefused(bench.send("GET", "/api/calls/unset", ""), 404, "unknownCall");
    }

    @Test
    @DisplayName("take a playbook by its name, with speakers or without, and name those there are for another")
    void playbook() {
        assertThat(bench.send("PUT", "/api/calls/coached", "{\"playbook\":\"sales-discovery\"}")
                        .status())
                .isEqualTo(201);
        assertThat(bench.send("PUT", "/api/calls/coached", "{\"speakers\":[],\"playbook\":\"recruiter-screening\"}")
                        .status())
                .isEqualTo(200);
        CallBench.Answer refused = bench.send("PUT", "/api/calls/unset", "{\"playbook\":\"small-talk\"}");
        assertRefused(refused, 400, "unknownPlaybook");
        assertThat(refused.body().at("/error/message").asText()).contains("recruiter-screening, sales-discovery");
    }

    @Test
    @DisplayName("open a call once, and add to what it knows after that")
    void openTwice() {
        assertThat(bench.send("PUT", "/api/calls/twice", "{\"speakers\":[]}").status())
                .isEqualTo(201);
        assertThat(bench.send("PUT", "/api/calls/twice", "{\"speakers\":[]}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"speaker\":7}", "{\"speaker\":\"Agent Smith\"}", "[\"agent\"]"})
    @DisplayName("refuse a speaker that is none")
    void badSpeaker(String body) {
        assertRefused(bench.send("PUT", "/api/calls/any/tracks/t1/speaker", body), 400, "invalidSpeaker");
    }

    @Test
    @DisplayName("do not know the speaker of a call or a track that is not there")
    void speakerOfNothing() {
        String body = "{\"speaker\":\"agent\"}";
        assertRefused(bench.send("PUT", "/api/calls/nobody/tracks/t1/speaker", body), 404, "unknownCall");
        bench.send("PUT", "/api/calls/trackless", "{\"speakers\":[]}");
        assertRefused(bench.send("PUT", "/api/calls/trackless/tracks/t1/speaker", body), 404, "unknownTrack");
    }

    @Test
    @DisplayName("refuse a setup that is too large")
    void largeSetup() {
        assertRefused(bench.send("PUT", "/api/calls/unset", "x".repeat(70_000)), 413, "tooLarge");
    }

    @ParameterizedTest
    @CsvSource({
        "json, application/json, '{\"v\":1,\"callId\":\"known\",\"state\":\"live\"'",
        "vtt, text/vtt; charset=UTF-8, WEBVTT",
        "srt, application/x-subrip; charset=UTF-8, ''",
        "txt, text/plain; charset=UTF-8, Call known"
    })
    @DisplayName("give a transcript to take away, in each of its forms")
    void transcript(String extension, String mediaType, String beginning) throws Exception {
        HttpResponse<String> file = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(bench.url() + "/api/calls/known/transcript." + extension))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).isEqualToIgnoringCase(mediaType));
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"known." + extension + "\"");
        assertThat(file.body()).startsWith(beginning);
    }

    @Test
    @DisplayName("know no transcript of a call that there is none of, and none in another form")
    void noTranscript() {
        assertRefused(bench.send("GET", "/api/calls/nobody/transcript.txt", ""), 404, "unknownCall");
        assertThat(bench.send("GET", "/api/calls/known/transcript.exe", "").status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("say so where the store that may know a call is away")
    void storeAway() {
        try (CallBench storeless = CallBench.open(Map.of("earshot.redis.url", "redis://127.0.0.1:1"))) {
            assertRefused(storeless.send("GET", "/api/calls/elsewhere", ""), 503, "storeAway");
            assertThat(storeless.get("/api/calls").path("calls")).isEmpty();
            assertThat(storeless.get("/api/calls").path("missing").asText()).isEqualTo("storeAway");
            assertRefused(storeless.send("DELETE", "/api/calls/elsewhere", ""), 503, "storeAway");
        }
    }

    @Test
    @DisplayName("give the list page by page, each call once")
    void pages() {
        for (int i = 0; i < 5; i++) {
            bench.send("PUT", "/api/calls/page-" + i, "{\"speakers\":[]}");
        }
        await().untilAsserted(() ->
                assertThat(bench.get("/api/calls").findValuesAsText("callId")).contains("page-0", "page-4"));
        List<String> all = bench.get("/api/calls").findValuesAsText("callId");
        List<String> read = new ArrayList<>();
        JsonNode page = bench.get("/api/calls?limit=2");
        while (page.has("next")) {
            assertThat(page.path("calls")).hasSize(2);
            read.addAll(page.findValuesAsText("callId"));
            page = bench.get("/api/calls?limit=2&before=" + page.path("next").asText());
        }
        read.addAll(page.findValuesAsText("callId"));

        assertThat(read).containsExactlyElementsOf(all);
        assertThat(bench.get("/api/calls?to=2020-01-01T00:00:00Z").path("calls"))
                .isEmpty();
        assertThat(bench.get("/api/calls?from=2020-01-01T00:00:00Z&limit=200").path("calls"))
                .hasSize(all.size());
    }

    @ParameterizedTest
    @CsvSource({
        "before=x, invalidCursor",
        "before=, invalidCursor",
        "before=1~a%20b, invalidCursor",
        "limit=0, invalidLimit",
        "limit=201, invalidLimit",
        "limit=-1, invalidLimit",
        "limit=99999999999, invalidLimit",
        "from=yesterday, invalidTime",
        "to=2026-01-01, invalidTime",
        "from=%2B1000000000-12-31T23:59:59Z, invalidTime"
    })
    @DisplayName("refuse to list what cannot be asked for")
    void badPage(String query, String code) {
        assertRefused(bench.send("GET", "/api/calls?" + query, ""), 400, code);
    }

    @Test
    @DisplayName(
            "erase no call that lives, one that has ended as often as they are told to, and nothing by a name that is none")
    void erase() {
        bench.place("short", RecordedSpeech.agent(0, 400)).join();
        bench.awaitEnd("short");

        assertRefused(bench.send("DELETE", "/api/calls/known", ""), 409, "callLives");
        for (int i = 0; i < 2; i++) {
            assertThat(bench.send("DELETE", "/api/calls/short", "").status()).isEqualTo(204);
            assertRefused(bench.send("GET", "/api/calls/short", ""), 404, "unknownCall");
            assertRefused(bench.send("GET", "/api/calls/short/events", ""), 404, "unknownCall");
            assertRefused(bench.send("GET", "/api/calls/short/ledger", ""), 404, "unknownCall");
            assertRefused(bench.send("GET", "/api/calls/short/transcript.txt", ""), 404, "unknownCall");
        }
        assertThat(bench.get("/api/calls").findValuesAsText("callId"))
                .contains("known")
                .doesNotContain("short");
        assertRefused(bench.send("PUT", "/api/calls/short", "{\"speakers\":[]}"), 409, "callEnded");
        assertRefused(bench.send("DELETE", "/api/calls/a%20b", ""), 400, "invalidCallId");
    }

    @Test
    @DisplayName("let the page load nothing from elsewhere and be framed by nobody")
    void securityHeaders() {
        Answer page = bench.send("GET", "/", "");
        assertThat(page.status()).isIn(200, 404); // 404 where the page was not built
        assertThat(page.http().headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'none'",
                                "script-src 'self'",
                                "connect-src 'self'",
                                "frame-ancestors 'none'",
                                "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe", "*", "http"));
        assertThat(page.http().headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.http().headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../earshot.conf",
                "/%2e%2e/earshot.conf",
                "/..%2fearshot.conf",
                "/%2e%2e/logback.xml",
                "/assets/../../earshot.conf",
                "//earshot.conf",
                "/%2e%2e/dev/earshot/Earshot.class",
                "/..%5cearshot.conf",
                "/%2e%2e%2f%2e%2e%2fpom.xml"
            })
    @DisplayName("give nothing away that lies beside the page")
    void pathTraversal(String path) throws IOException {
        assertThat(raw(path)).matches("(?s)HTTP/1.1 (400|404) .*").doesNotContain("earshot {");
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.http().body()).isEqualTo(status);
        assertThat(answer.body().path("error").path("code").asText()).isEqualTo(code);
        assertThat(answer.body().path("error").path("message").asText()).isNotBlank();
    }

    /** The path as it stands: a client would tidy it up. */
    private static String raw(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(bench.url()).getPort())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
