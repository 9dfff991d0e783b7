package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaReport;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call's books")
class CallBooksTest {

    private final CallBooks books = new CallBooks("c");

    private static MediaReport report(long received) {
        AudioLedger.Track track =
                new AudioLedger.Track("t1", null, 16_000, 1, received, received, 0, Map.of(), 0, 0, Map.of(), null);
        return new MediaReport(
                MediaReport.State.RECEIVING,
                new AudioLedger("c", List.of(track)),
                Map.of(MediaAnomaly.TOO_MANY_TRACKS, 2L),
                List.of());
    }

    @Test
    @DisplayName("are what the ingress reports, with what was strange")
    void reported() {
        LedgerSnapshot now = books.now(report(640), List.of());

        assertThat(now.callId()).isEqualTo("c");
        assertThat(now.tracks()).extracting(LedgerSnapshot.Track::received).containsExactly(640L);
        assertThat(now.anomalies()).containsExactly(Map.entry("tooManyTracks", 2L));
    }

    @Test
    @DisplayName("stay as they were when they were closed, whatever is reported after")
    void closed() {
        LedgerSnapshot last = books.close(report(640), List.of());

        assertThat(books.now(report(1_280), List.of())).isEqualTo(last);
        assertThat(books.now(null, List.of())).isEqualTo(last);
    }

    @Test
    @DisplayName("are empty where nothing was ever reported or heard")
    void nothing() {
        assertThat(books.now(null, List.of())).isEqualTo(new LedgerSnapshot("c", List.of()));
    }
}
