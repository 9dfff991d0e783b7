package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The causes for which sessions end")
class SessionCauseTest {

    @Test
    @DisplayName("are all in the manual, which says of which of them nobody need to do anything")
    void documented() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/sessions.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .extracting(row -> row.substring(3, row.indexOf('`', 3)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(SessionCause.values())
                        .map(SessionCause::wireName)
                        .toList());
        for (SessionCause cause : SessionCause.values()) {
            assertThat(rows)
                    .filteredOn(row -> row.startsWith("| `" + cause.wireName() + "`"))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.endsWith("| stops |")).as(row).isEqualTo(cause.fatal()));
        }
    }
}
