package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/realtime.md")
class CauseTableTest {

    @Test
    @DisplayName("says of every cause what follows and what it means, as the enum has it and in its order")
    void causes() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("docs", "realtime.md")).stream()
                .dropWhile(line -> !line.equals("## Why a session ended"))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows.stream().map(CauseTableTest::withoutRemedy))
                .containsExactlyElementsOf(Arrays.stream(SessionCause.values())
                        .map(cause -> "| `" + cause.wireName() + "` | " + cause.explanation() + " |")
                        .toList());
        assertThat(rows.stream().filter(row -> row.contains("` | stops |")).map(CauseTableTest::name))
                .containsExactlyElementsOf(Arrays.stream(SessionCause.values())
                        .filter(SessionCause::fatal)
                        .map(SessionCause::wireName)
                        .toList());
    }

    private static String withoutRemedy(String row) {
        return row.replaceFirst("\\| (over|tried again|stops) ", "");
    }

    private static String name(String row) {
        return row.substring(row.indexOf('`') + 1, row.lastIndexOf('`'));
    }
}
