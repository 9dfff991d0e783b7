package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.Flagged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The store in memory")
class MemoryCallStoreTest {

    private final MemoryCallStore store = new MemoryCallStore(2);

    private static List<LoggedEvent> flags(String note, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> LoggedEvent.of("c", seq, seq, new Flagged(note)))
                .toList();
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    @DisplayName("takes a batch again without harm, and says where to go on when there is a hole before it")
    void retry() {
        assertThat(now(store.append("c", 1, flags("a", 1, 3)))).isEqualTo(3);
        assertThat(now(store.append("c", 1, flags("a", 2, 4)))).isEqualTo(4);
        assertThat(now(store.append("c", 1, flags("a", 9, 9)))).isEqualTo(4);
        assertThat(now(store.events("c", 1, 2))).extracting(LoggedEvent::seq).containsExactly(2L, 3L);
    }

    @Test
    @DisplayName("refuses a stale owner, whose last words give way to those of the new one")
    void staleOwner() {
        now(store.append("c", 1, flags("old", 1, 3)));
        now(store.append("c", 2, flags("new", 3, 3)));

        assertThat(store.append("c", 1, flags("old", 4, 4)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withStackTraceContaining("staleOwner");
        assertThat(now(store.events("c", 2, 10))).extracting(LoggedEvent::event).containsExactly(new Flagged("new"));
    }

    @Test
    @DisplayName("begins afresh for another call by the same id, and puts the earlier log aside as an ended one")
    void idUsedAgain() {
        now(store.append("c", 1, flags("old", 1, 3)));
        now(store.expire("c"));

        assertThat(now(store.append("c", 2, flags("new", 1, 1)))).isEqualTo(1);
        assertThat(now(store.append("c", 2, flags("new", 1, 2)))).isEqualTo(2);

        assertThat(now(store.events("c", 0, 10))).isEqualTo(flags("new", 1, 2));
        assertThat(now(store.events("c:1", 0, 10))).isEqualTo(flags("old", 1, 3));

        now(store.append("x", 1, flags("n", 1, 1)));
        now(store.expire("x"));
        now(store.append("y", 1, flags("n", 1, 1)));
        now(store.expire("y"));
        assertThat(now(store.events("c:1", 0, 10))).as("bounded like the ended").isEmpty();
        assertThat(now(store.events("c", 0, 10))).as("live again").hasSize(2);
    }

    @Test
    @DisplayName("keeps live calls and the last ended ones, and lists the newest first")
    void bound() {
        for (int i = 1; i <= 4; i++) {
            now(store.saveSummary(1, CallSummary.starting("c" + i, Instant.ofEpochSecond(i))));
        }
        now(store.expire("c3"));
        now(store.expire("c2"));
        now(store.expire("c1"));

        assertThat(now(store.page(CallPage.Request.newest(10))).calls())
                .extracting(CallSummary::callId)
                .containsExactly("c4", "c2", "c1");
        assertThat(now(store.summary("c3"))).isEmpty();
    }

    @Test
    @DisplayName("takes no summary from a stale owner")
    void staleSummary() {
        now(store.append("c", 2, flags("new", 1, 1)));
        assertThat(store.saveSummary(1, CallSummary.starting("c", Instant.EPOCH)))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withStackTraceContaining("staleOwner");
    }

    @Test
    @DisplayName("has nothing of a call that was erased, nor of those before it, and takes nothing of it any more")
    void erased() {
        now(store.append("c", 1, flags("old", 1, 3)));
        now(store.append("c", 2, flags("new", 1, 1)));
        now(store.saveSummary(2, CallSummary.starting("c", Instant.EPOCH)));
        now(store.saveSummary(1, CallSummary.starting("cc", Instant.EPOCH)));

        now(store.erase("c"));
        now(store.erase("c"));

        assertThat(now(store.events("c", 0, 10))).isEmpty();
        assertThat(now(store.events("c:1", 0, 10))).isEmpty();
        assertThat(now(store.page(CallPage.Request.newest(10))).calls())
                .extracting(CallSummary::callId)
                .containsExactly("cc");
        for (CompletionStage<?> late : List.of(
                store.append("c", 3, flags("late", 2, 2)),
                store.saveSummary(3, CallSummary.starting("c", Instant.EPOCH)))) {
            assertThat(late).failsWithin(Duration.ZERO).withThrowableThat().withStackTraceContaining("callErased");
        }
        assertThat(now(store.summary("c"))).isEmpty();
    }
}
