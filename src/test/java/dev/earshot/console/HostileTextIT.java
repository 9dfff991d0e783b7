package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import dev.earshot.transcript.CallEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever can be text is each of these texts once, in one call that a browser reads on a small and on a large screen. */
@DisplayName("A browser that reads what nobody has vetted")
class HostileTextIT {

    private static final String CALL = "hostile";

    private static final List<String> TEXTS = List.of(
            "<img src=x onerror=\"window.owned=1\">",
            "<script>window.owned=1</script>",
            "\"><svg/onload=window.owned=1>",
            "</p></li></ol><style>*{display:none}</style><h1>gone",
            "{{constructor.constructor('window.owned=1')()}} ${window.owned=1} &lt;b&gt; &#x202E;",
            "javascript:window.owned=1",
            "a turned word: \u202Egnirts desrever\u202C, \u2067and an isolate that nobody ends",
            "\u2069\u2069\u202C pops what it did not push \u202E and overrides",
            "\u05E9\u05DC\u05D5\u05DD, \u05D0\u05E0\u05D9 \u05DE\u05D3\u05D1\u05E8 \u05E2\u05D1\u05E8\u05D9\u05EA (A1)",
            "\u0645\u0631\u062D\u0628\u0627\u060C \u0644\u062F\u064A \u0639\u0631\u0636 \u0622\u062E\u0631 (B2)",
            "\u5019\u88DC\u8005\u306F\u6765\u9031\u307E\u3067\u306B\u8FD4\u4E8B\u304C\u5FC5\u8981\u3067\u3059\u3002"
                    .repeat(6),
            "W".repeat(3_000),
            "zero" + "\u200B\u200C\u200D\uFEFF".repeat(100) + "width",
            "Z" + "\u0335\u0321\u034E\u0301".repeat(60) + "algo",
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66".repeat(40),
            "line\u2028separators\u2029and\u0000controls\u0007\u001B[31m\ttabs");

    private static @Nullable JsonNode report;

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void read() throws Exception {
        Browser.assumeThere();
        if (report != null) {
            return;
        }
        try (Stage stage = Stage.open(1)) {
            tell(stage.begin(CALL));
            String pictures = System.getProperty("earshot.pictures", "");
            report = Browser.run(
                    "hostile.js",
                    Map.of("EARSHOT_PORT", Integer.toString(stage.port()), "CALL_ID", CALL, "PICTURES", pictures));
        }
    }

    @Test
    void takes_none_of_it_for_anything_but_text() {
        assertThat(report.path("owned").asBoolean()).isFalse();
        assertThat(texts("foreignElements")).isEmpty();
        assertThat(texts("violations")).isEmpty();
        assertThat(texts("problems")).isEmpty();
    }

    @Test
    void shows_each_sentence_letter_for_letter_but_for_what_would_turn_the_page_round() {
        assertThat(texts("sentences"))
                .containsAll(TEXTS.stream()
                        .map(text -> text.replaceAll("[\u202A-\u202E\u2066-\u2069]", ""))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"320", "1280"})
    void keeps_its_layout(String width) {
        assertThat(texts("sticksOut " + width)).isEmpty();
        assertThat(texts("barriers " + width)).isEmpty();
    }

    @Test
    void reads_a_sentence_of_its_own_from_left_to_right_whatever_is_quoted_in_it() {
        assertThat(texts("marks")).isNotEmpty().noneMatch(mark -> mark.matches("(?s).*[\u202A-\u202E\u2066\u2067].*"));
    }

    private static void tell(Stage.Script call) {
        List<CallEvent> events = new ArrayList<>(List.of(
                new CallEvent.TrackJoined("t1", TEXTS.get(0), "agent", 16_000, 0),
                new CallEvent.TrackJoined("t2", TEXTS.get(7), "candidate", 16_000, 0),
                new CallEvent.ChecklistSet("p", TEXTS.get(1), items()),
                new CallEvent.ParticipantsChanged(TEXTS.stream()
                        .map(id -> new CallEvent.ParticipantsChanged.Participant(id, "unknown", false, true))
                        .toList())));
        for (int n = 0; n < TEXTS.size(); n++) {
            String text = TEXTS.get(n);
            String utterance = "t" + (1 + n % 2) + "-u" + n;
            long at = 1_000L * n;
            events.add(CallEvent.UtteranceFinal.understood("t" + (1 + n % 2), utterance, at, at + 900, text));
            events.add(new CallEvent.HintOffered(
                    "t2", "h" + n, "k" + n, text, text, text, text, utterance, at, 3_600_000, null));
            events.add(new CallEvent.HintWithdrawn("t2", "h" + n, utterance, text));
            events.add(new CallEvent.Flagged(text));
            events.add(new CallEvent.SessionChanged("t1", n, CallEvent.SessionState.CLOSED, text, text));
            events.add(new CallEvent.SessionChanged("t1", n, CallEvent.SessionState.READY, null, null));
            events.add(new CallEvent.ConnectionChanged(CallEvent.ConnectionChanged.State.RESTARTING, text, text));
            events.add(new CallEvent.ConnectionChanged(CallEvent.ConnectionChanged.State.STREAMING, null, null));
            events.add(new CallEvent.AudioGap("t2", at, at + 100, 1_600, text));
            events.add(new CallEvent.ItemCovered("i" + n, "t2", utterance, text));
        }
        String worst = String.join(" ", TEXTS.subList(0, 12));
        events.add(new CallEvent.HintOffered(
                "t2", "last", "k", "Competing offer", worst, worst, worst, "t2-u1", 20_000, 3_600_000, null));
        events.add(new CallEvent.UtterancePartial("t1", "t1-live", 20_000, worst, 1));
        call.happens(events.toArray(CallEvent[]::new));
    }

    private static List<CallEvent.ChecklistItem> items() {
        return IntStream.range(0, TEXTS.size())
                .mapToObj(n -> new CallEvent.ChecklistItem("i" + n, TEXTS.get(n)))
                .toList();
    }

    private static List<String> texts(String name) {
        return StreamSupport.stream(report.path(name).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
