package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One live call, read along in a real browser through a wire that is cut once. All tests look at what that one reading
 * saw; what is right is what the call's log says.
 */
@DisplayName("A browser that reads along with a live call")
class BrowserIT {

    /** The other offer is told until 22.1 s, and the hint on it follows. */
    private static final int SECONDS = 26;

    /** What of the log stands in the transcript, whatever it is about; of sessions only what is news. */
    private static final Set<String> SHOWN =
            Set.of("trackJoined", "speakerChanged", "utteranceFinal", "hintOffered", "audioGap", "flagged");

    private static final Comparator<JsonNode> BY_START =
            Comparator.comparingLong(event -> event.path("startMs").asLong());

    @TempDir
    private static Path folder;

    private static @Nullable Reading reading;

    private record Reading(JsonNode report, List<JsonNode> log) {}

    private JsonNode report;
    private JsonNode seen;
    private List<JsonNode> log;

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void read() throws Exception {
        Browser.assumeThere();
        if (reading == null) {
            reading = readAlong();
        }
        report = reading.report();
        seen = report.path("seen");
        log = reading.log();
    }

    private static Reading readAlong() throws Exception {
        Path opened = folder.resolve("opened");
        try (LiveCall call = LiveCall.register()) {
            CompletableFuture<Void> placed = CompletableFuture.runAsync(() -> placeOnce(opened, call));
            Map<String, String> environment = Map.of(
                    "EARSHOT_PORT", Integer.toString(call.port()), "CALL_ID", LiveCall.ID, "OPENED", opened.toString());
            JsonNode report = Browser.run("reading.js", environment);
            placed.join();
            return new Reading(report, call.log());
        }
    }

    /** Nobody speaks before the page is there, however long the browser takes. */
    private static void placeOnce(Path opened, LiveCall call) {
        await().until(() -> Files.exists(opened));
        try {
            call.place(SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void finds_the_call_in_the_list_as_one_that_begins() {
        assertThat(report.path("listed").asText()).isEqualTo("starting");
    }

    @Test
    void sees_sentences_grow_while_they_are_spoken_one_at_most_for_each_speaker() {
        assertThat(seen.path("partials"))
                .as("texts of sentences before they were final")
                .anySatisfy(texts -> assertThat(texts.size()).isGreaterThan(3));
        assertThat(seen.path("mostPartials").size()).isEqualTo(2);
        assertThat(seen.path("mostPartials"))
                .allSatisfy(most -> assertThat(most.asInt()).isEqualTo(1));
    }

    @Test
    void sees_sentences_in_the_order_in_which_they_were_begun_each_of_them_once_at_any_moment() {
        List<String> byStart = log("utteranceFinal")
                .sorted(BY_START)
                .map(event -> event.path("utterance").asText())
                .toList();
        assertThat(texts(seen.path("orders"))).hasSizeGreaterThan(3).allSatisfy(order -> {
            List<String> shown = new ArrayList<>(List.of(order.split(" ")));
            shown.retainAll(new HashSet<>(byStart));
            assertThat(shown).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.comparingInt(byStart::indexOf));
        });
    }

    @Test
    void keeps_the_element_of_a_sentence_from_its_first_words_to_its_last() {
        assertThat(texts(seen.path("kept"))).hasSizeGreaterThan(2);
        assertThat(texts(seen.path("replaced"))).isEmpty();
    }

    @Test
    void sees_one_hint_at_a_time_getting_older_while_its_ring_empties_and_its_sentence_above_it_in_the_transcript() {
        JsonNode offered = log("hintOffered").findFirst().orElseThrow();
        JsonNode hint = seen.path("hints").path(offered.path("hint").asText());
        assertThat(offered.path("kind").asText()).isEqualTo("competing_offer");
        assertThat(hint.path("text").asText()).isEqualTo(offered.path("text").asText());
        assertThat(hint.path("sentence").asText())
                .isEqualTo(offered.path("utterance").asText());
        assertThat(hint.path("states").path(0).asText()).isEqualTo("fresh");
        assertThat(texts(hint.path("ages")))
                .hasSizeGreaterThan(2)
                .allMatch(age -> age.matches("now|\\d+ s ago|at 0:\\d\\d"))
                .doesNotHaveDuplicates();
        assertThat(texts(hint.path("rings")).stream().map(Integer::valueOf).toList())
                .hasSizeGreaterThan(2)
                .isSorted();
        assertThat(seen.path("mostHints").asInt()).isEqualTo(1);
        assertThat(hint.path("focused").asBoolean()).as("took the focus").isFalse();
    }

    @Test
    void is_kept_at_the_newest_words() {
        assertThat(seen.path("leftBehind").asInt()).isZero();
    }

    @Test
    void reports_each_hint_once_when_it_is_on_screen() {
        List<String> offered =
                log("hintOffered").map(event -> event.path("hint").asText()).toList();
        assertThat(log("hintOutcome"))
                .extracting(event -> event.path("hint").asText() + " "
                        + event.path("outcome").asText())
                .containsExactlyInAnyOrderElementsOf(
                        offered.stream().map(hint -> hint + " rendered").toList());
    }

    @Test
    void has_its_report_in_the_log_timed_and_within_the_life_of_the_hint() {
        JsonNode offered = log("hintOffered").findFirst().orElseThrow();
        JsonNode rendered = log("hintOutcome").findFirst().orElseThrow();
        assertThat(rendered.path("hint")).isEqualTo(offered.path("hint"));
        assertThat(rendered.path("atMs").asLong())
                .isGreaterThanOrEqualTo(offered.path("atMs").asLong());
        assertThat(rendered.path("stages").path("renderedMs").isNumber()).isTrue();
        assertThat(rendered.path("stages").path("totalMs").asLong()).isPositive();
        String fate =
                rendered.path("atMs").asLong() <= offered.path("deadlineMs").asLong() ? "shown" : "shownLate";
        assertThat(texts(report.path("fatesAgain"))).containsExactly(fate);
    }

    @Test
    void reports_nothing_from_a_page_that_only_watches_nor_from_one_that_reads_again_or_replays() {
        assertThat(report.path("outcomesOfWatcher")).isEmpty();
        assertThat(report.path("outcomesAgain").asInt())
                .isEqualTo((int) log("hintOutcome").count());
    }

    @Test
    void sees_every_session_ready_and_books_that_balance() {
        assertThat(texts(seen.path("sessions").path("t1"))).contains("ready").doesNotContain("recovering");
        assertThat(texts(seen.path("sessions").path("t2"))).contains("ready").doesNotContain("recovering");
        assertThat(seen.path("balanced").asInt()).isPositive();
        assertThat(seen.path("unbalanced").asInt()).isZero();
    }

    @Test
    void is_told_after_an_outage_what_it_missed_from_where_it_stopped() {
        assertThat(texts(seen.path("connection"))).containsSubsequence("connected", "reconnecting", "connected");
        assertThat(texts(report.path("duringOutage")))
                .as("said while the wire was cut")
                .isNotEmpty();
        List<Integer> cursors = StreamSupport.stream(
                        report.path("subscriptions").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
        assertThat(cursors).hasSize(2).startsWith(0);
        assertThat(cursors.get(1)).isPositive();
        assertThat(report.path("cursor").asInt()).isEqualTo(log.size());
        assertThat(texts(seen.path("missed")))
                .singleElement()
                .asString()
                .matches("Cut off for \\d+\\.\\d s\\. Meanwhile: .*sentence.*");
        assertThat(texts(seen.path("liveness"))).contains("live", "cutOff", "ended");
    }

    @Test
    void has_at_the_end_all_of_the_log_that_a_transcript_shows_event_for_event() {
        List<Integer> shown = log.stream()
                .filter(event -> SHOWN.contains(event.path("type").asText()))
                .map(event -> event.path("seq").asInt())
                .toList();
        assertThat(numbers(report.path("seqs")))
                .doesNotHaveDuplicates()
                .containsAll(shown)
                .isSubsetOf(log.stream()
                        .filter(event -> SHOWN.contains(event.path("type").asText())
                                || event.path("type").asText().equals("sessionChanged"))
                        .map(event -> event.path("seq").asInt())
                        .toList());
    }

    @Test
    void ticks_off_what_the_log_says_is_covered() {
        assertThat(texts(seen.path("covered")).stream().distinct().toList())
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(log("itemCovered")
                        .map(event -> event.path("item").asText())
                        .toList());
    }

    @Test
    void has_at_the_end_what_the_log_has_sentence_for_sentence() {
        assertThat(report.path("ended").asText()).startsWith("Call ended");
        assertThat(sentences(report.path("transcript"))).hasSizeGreaterThan(4).isEqualTo(loggedSentences());
    }

    @Test
    void reads_the_same_when_it_opens_the_call_after_its_end_with_no_hint_as_if_it_were_new() {
        assertThat(sentences(report.path("readAgain"))).isEqualTo(loggedSentences());
        assertThat(report.path("hintsInSlotAgain").asInt()).isZero();
        assertThat(texts(report.path("fatesAgain"))).isNotEmpty();
    }

    @Test
    void takes_the_transcript_away_as_a_file() {
        assertThat(report.path("saved").asText())
                .startsWith("Call " + LiveCall.ID)
                .contains(log("utteranceFinal")
                        .map(event -> event.path("text").asText())
                        .toArray(String[]::new));
    }

    @Test
    void replays_the_call_to_a_second_as_it_was_then() {
        JsonNode replayed = report.path("replayed");
        JsonNode offered = log("hintOffered").findFirst().orElseThrow();
        long atMs = replayed.path("atMs").asLong();
        assertThat(atMs)
                .isBetween(offered.path("atMs").asLong(), offered.path("atMs").asLong() + 1_000);
        assertThat(replayed.path("hint")).isEqualTo(offered.path("hint"));
        assertThat(replayed.path("state").asText()).isEqualTo("fresh");
        assertThat(numbers(replayed.path("seqs")))
                .containsAll(log.stream()
                        .filter(event -> event.path("atMs").asLong() <= atMs)
                        .filter(event -> SHOWN.contains(event.path("type").asText()))
                        .map(event -> event.path("seq").asInt())
                        .toList())
                .allSatisfy(seq ->
                        assertThat(log.get(seq - 1).path("atMs").asLong()).isLessThanOrEqualTo(atMs));
    }

    @Test
    void stands_in_nobodys_way() {
        assertThat(texts(report.path("barriers"))).isEmpty();
    }

    @Test
    void cannot_make_markup_of_text() {
        assertThat(report.path("markup").asText()).isEqualTo("TypeError");
    }

    @Test
    void has_nothing_to_complain_of_and_asks_nobody_else() {
        assertThat(texts(report.path("problems"))).isEmpty();
        assertThat(texts(seen.path("violations"))).isEmpty();
        assertThat(texts(report.path("elsewhere"))).isEmpty();
    }

    private Stream<JsonNode> log(String type) {
        return log.stream().filter(event -> event.path("type").asText().equals(type));
    }

    /** By their start, as {@code utterance speaker: text}. */
    private List<String> loggedSentences() {
        Map<String, String> speakers = log("trackJoined")
                .collect(Collectors.toMap(event -> event.path("track").asText(), event -> event.path("speaker")
                        .asText()));
        return log("utteranceFinal")
                .sorted(BY_START)
                .map(event -> sentence(event, speakers.get(event.path("track").asText())))
                .toList();
    }

    private static List<String> sentences(JsonNode rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> sentence(row, row.path("speaker").asText()))
                .toList();
    }

    private static String sentence(JsonNode fields, @Nullable String speaker) {
        return fields.path("utterance").asText() + " " + speaker + ": "
                + fields.path("text").asText();
    }

    private static List<Integer> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
