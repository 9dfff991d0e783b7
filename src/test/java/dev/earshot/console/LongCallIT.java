package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.node.Browser;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a long call costs the page, as far as it does not depend on how fast the machine is: {@code scripts/console-hour} looks at
 * a whole hour, and at time too.
 */
@DisplayName("A page that reads along with a long call")
class LongCallIT {

    /** Whether it is the script that asks, which looks at an hour of it and at time. */
    private static final boolean HOUR = Boolean.getBoolean("earshot.console.hour");

    private static final int SECONDS = HOUR ? 3_600 : 600;
    private static final double SPEED = 60;

    /** Rows that stand in the document at once, however many there are. */
    private static final int MOST_ROWS = 150;

    /** Of a page's memory, for each event that it keeps: its text, its row, its place. */
    private static final long MOST_BYTES_AN_EVENT = 5_000;

    /** What comes and goes besides, with the collector's mood. */
    private static final long SLACK_BYTES = 2_000_000;

    /** Elements that are out of the document and not collected yet. */
    private static final int SLACK_NODES = 4_000;

    /** Of a processor: what passes while the page's thread waits for one is not its doing. */
    private static final double LONGEST_TASK_MS = 50;

    @TempDir
    private static Path folder;

    private static @Nullable JsonNode report;

    /** From when some of the call has been read, to its end. */
    private List<JsonNode> looks;

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void read() throws Exception {
        Browser.assumeThere();
        if (report == null) {
            report = LongCall.measure(folder, SECONDS, SPEED, HOUR);
        }
        looks = list(report.path("looks")).stream().skip(1).toList();
        assertThat(looks).as("looks at the page").hasSizeGreaterThan(1);
    }

    @Test
    void holds_no_more_rows_than_are_being_read() {
        assertThat(looks)
                .allSatisfy(look -> assertThat(look.path("rows").asInt()).isBetween(1, MOST_ROWS));
        assertThat(last().path("cursor").asInt()).isGreaterThan(2 * MOST_ROWS);
    }

    @Test
    void grows_by_no_more_than_the_log_itself() {
        long events = last().path("cursor").asLong() - first().path("cursor").asLong();
        assertThat(last().path("heap").asLong() - first().path("heap").asLong())
                .isLessThan(events * MOST_BYTES_AN_EVENT + SLACK_BYTES);
        assertThat(looks)
                .allSatisfy(look -> assertThat(look.path("nodes").asInt())
                        .isLessThan(first().path("nodes").asInt() + SLACK_NODES))
                .allSatisfy(look -> assertThat(look.path("listeners").asInt())
                        .isLessThanOrEqualTo(first().path("listeners").asInt() + 5));
    }

    @Test
    void finds_the_first_sentence_while_the_call_goes_on_and_after_it() {
        assertThat(list(report.path("found"))).hasSize(2).allSatisfy(found -> {
            assertThat(found.path("text").asText()).startsWith(LongCall.FIRST);
            assertThat(found.path("seen").asBoolean()).as("on screen").isTrue();
        });
    }

    @Test
    void replays_it_to_its_end() {
        assertThat(report.path("replayedTo").asLong()).isGreaterThanOrEqualTo(SECONDS * 900L);
    }

    /** Looked at by the script alone: how long something takes is for no test to say on a machine that has other things to do. */
    @TestFactory
    Stream<DynamicTest> time() {
        return HOUR
                ? Stream.of(DynamicTest.dynamicTest("is_never_busy_for_longer_than_a_reader_notices", this::judgeTime))
                : Stream.empty();
    }

    private void judgeTime() {
        System.out.println(LongCallFigures.of(report));
        assertThat(list(report.path("tasks").path("longest")))
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.path(0).asDouble()).isLessThan(LONGEST_TASK_MS));
    }

    private JsonNode first() {
        return looks.get(0);
    }

    private JsonNode last() {
        return looks.get(looks.size() - 1);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
