package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several people come to one server; all tests look at what became of them. */
@DisplayName("A browser at a server that wants a token")
class TokenPageIT {

    /** Has to be written otherwise in an address. */
    private static final String TOKEN = "anna&0123456789/abc+def";

    private static final String WRONG = "anna&0123456789/abc+deX";
    private static final String CALL = "guarded";

    private static @Nullable JsonNode report;
    private static List<String> log = List.of();

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void comeIn() throws Exception {
        Browser.assumeThere();
        if (report != null) {
            return;
        }
        try (CapturedLog captured = CapturedLog.open();
                CallBench bench = CallBench.open(
                        Map.of("earshot.console.auth", "token", "earshot.console.tokens", "anna=" + TOKEN))) {
            URI call = URI.create(bench.url() + "/api/calls/" + CALL);
            bench.send("PUT", call, "{\"speakers\":[]}", Map.of("Authorization", "Bearer " + TOKEN));
            report = Browser.run(
                    "token.js",
                    Map.of(
                            "EARSHOT_PORT",
                            Integer.toString(bench.address().getPort()),
                            "TOKEN",
                            TOKEN,
                            "WRONG",
                            WRONG,
                            "CALL_ID",
                            CALL));
            log = captured.lines();
        }
    }

    @Test
    void is_told_that_it_has_to_show_one_and_that_one_which_is_not_taken_is_not() {
        assertThat(text("none", "page")).contains("This console wants a token", "You have not given one yet");
        assertThat(text("wrong", "page")).contains("The one this page has is not taken");
        assertThat(text("wrong", "heard")).contains("not taken");
        assertThat(report.path("focused").asText()).isEqualTo("token");
        assertThat(text("wrongLink", "page")).contains("The one this page has is not taken");
        assertThat(texts("barriers")).isEmpty();
    }

    @Test
    void comes_in_by_a_link_that_has_it_of_which_nothing_is_left_in_the_address_or_the_history() {
        assertThat(report.path("address").asText()).isEqualTo("/#/calls/" + CALL);
        assertThat(report.path("history").asText()).isEqualTo("/#/calls/" + CALL);
    }

    @Test
    void keeps_it_for_this_tab_alone() {
        assertThat(text("kept", "session")).contains(TOKEN);
        assertThat(text("kept", "local") + text("kept", "cookie")).doesNotContain("0123456789");
    }

    @Test
    void takes_a_transcript_away_with_it() {
        assertThat(report.path("saved").asText()).startsWith("Call " + CALL);
    }

    /** A browser can send no header with a socket: there it is in the query, which nobody writes down. */
    @Test
    void shows_it_in_no_address_but_that_of_the_socket_and_nobody_writes_it_down() {
        assertThat(texts("requests")).hasSizeGreaterThan(5).noneMatch(url -> url.contains("0123456789"));
        assertThat(texts("sockets")).anyMatch(url -> url.contains("access_token="));
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains("0123456789"));
        assertThat(texts("said")).noneMatch(line -> line.contains("0123456789"));
    }

    private static String text(String part, String name) {
        return report.path(part).path(name).asText();
    }

    private static List<String> texts(String name) {
        return StreamSupport.stream(report.path(name).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
