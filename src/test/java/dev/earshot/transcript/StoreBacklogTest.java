package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.transcript.StoreBacklog.Amount;
import dev.earshot.transcript.StoreBacklog.Limits;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What waits for the store in memory alone")
class StoreBacklogTest {

    private final StoreBacklog backlog =
            new StoreBacklog(new Limits(new Amount(10, 1_000), new Amount(25, 2_000), 3_000));
    private final StoreBacklog.Share first = share("a");
    private final StoreBacklog.Share second = share("b");
    private final StoreBacklog.Share third = share("c");

    private StoreBacklog.Share share(String callId) {
        return backlog.share(new TranscriptActor.Call(callId, 1, Instant.EPOCH));
    }

    @Test
    @DisplayName("is the sum of all calls', as each of them last said, and nothing of those that are over")
    void sum() {
        first.set(new Amount(3, 300));
        second.set(new Amount(4, 400));
        first.set(new Amount(1, 100));
        assertThat(backlog.events()).isEqualTo(5);
        assertThat(backlog.bytes()).isEqualTo(500);

        second.close();
        assertThat(backlog.events()).isEqualTo(1);
        assertThat(backlog.bytes()).isEqualTo(100);
    }

    @Test
    @DisplayName("is too much of a call past its bound in events, or in bytes")
    void tooMuchOfOne() {
        first.set(new Amount(10, 1_000));
        assertThat(first.tooMuch()).isFalse();
        first.set(new Amount(11, 10));
        assertThat(first.tooMuch()).isTrue();
        first.set(new Amount(1, 1_001));
        assertThat(first.tooMuch()).isTrue();
        assertThat(second.tooMuch()).isFalse();
    }

    @Test
    @DisplayName("is too much of all calls past their bound, for each that has something waiting")
    void tooMuchOfAll() {
        first.set(new Amount(9, 900));
        second.set(new Amount(9, 900));
        assertThat(second.tooMuch()).isFalse();
        third.set(new Amount(1, 201));
        assertThat(first.tooMuch()).isTrue();
        assertThat(second.tooMuch()).isTrue();
        assertThat(share("d").tooMuch()).as("of a call that has nothing").isFalse();
    }

    @Test
    @DisplayName("has no place for a call that ends once all of them have more than may stay")
    void full() {
        first.set(new Amount(1, 3_000));
        assertThat(backlog.full()).isFalse();
        second.set(new Amount(1, 1));
        assertThat(backlog.full()).isTrue();
    }

    @Test
    @DisplayName("counts a call that cannot be written once, until it can or is over, and refusals by cause")
    void away() {
        first.onAway(StoreFailure.AWAY);
        first.onAway(StoreFailure.REFUSED);
        second.onAway(StoreFailure.REFUSED);
        assertThat(backlog.callsAway()).isEqualTo(2);
        first.onBack();
        second.close();
        assertThat(backlog.callsAway()).isZero();
        backlog.onRefused(StoreFailure.REFUSED);
        assertThat(backlog.refused(StoreFailure.REFUSED)).isEqualTo(1);
        assertThat(backlog.refused(StoreFailure.AWAY)).isZero();
    }

    @Test
    @DisplayName("is bounded by something, or there is no such bound")
    void limits() {
        assertThatThrownBy(() -> new Limits(new Amount(0, 1), new Amount(1, 1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
