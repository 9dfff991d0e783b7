package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallState.AwaitingMedia;
import dev.earshot.call.CallState.Closing;
import dev.earshot.call.CallState.Draining;
import dev.earshot.call.CallState.Ended;
import dev.earshot.call.CallState.HangingUp;
import dev.earshot.call.CallState.Hearing;
import dev.earshot.call.CallState.MediaMissing;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A call's state")
class CallStateTest {

    @Test
    @DisplayName("begins with a wait for media, which the call does not outlive")
    void awaiting() {
        CallState awaiting = new AwaitingMedia(60_000);
        assertThat(awaiting.onMediaAttached()).isEqualTo(new Hearing());
        assertThat(awaiting.onMediaLost(1, 5_001)).isSameAs(awaiting);
        assertThat(awaiting.onMediaOverdue()).isEqualTo(new Draining(EndCause.NO_MEDIA));
        assertThat(awaiting.onMediaGivenUp(5_001)).isEqualTo(new Draining(EndCause.MEDIA_FAILED));
        assertThat(awaiting.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
    }

    @Test
    @DisplayName("waits for media that was asked for again as long as that may take, and no less than for any other")
    void expected() {
        assertThat(new AwaitingMedia(60_000).onMediaExpected(60_001)).isEqualTo(new AwaitingMedia(60_001));
        assertThat(new AwaitingMedia(60_000).onMediaExpected(10_000)).isEqualTo(new AwaitingMedia(60_000));
        assertThat(new MediaMissing(5_000).onMediaExpected(10_500)).isEqualTo(new MediaMissing(10_500));
        assertThat(new MediaMissing(5_000).onMediaExpected(1_000)).isEqualTo(new MediaMissing(5_000));
    }

    @Test
    @DisplayName("is hearing while media flows, whatever is said of it")
    void hearing() {
        CallState hearing = new Hearing();
        assertThat(hearing.onMediaAttached()).isEqualTo(hearing);
        assertThat(hearing.onMediaExpected(10_500)).isInstanceOf(Hearing.class);
        assertThat(hearing.onMediaGivenUp(5_000)).isInstanceOf(Hearing.class);
        assertThat(hearing.onMediaLost(1, 5_001)).isEqualTo(new MediaMissing(5_001));
        assertThat(hearing.onHungUp()).isEqualTo(new HangingUp());
    }

    @Test
    @DisplayName("is the same whether media is said to have failed before its loss is noticed, or after")
    void eitherOrder() {
        assertThat(new Hearing().onMediaExpected(10_500).onMediaLost(1, 5_001))
                .isEqualTo(new Hearing().onMediaLost(1, 5_001).onMediaExpected(10_500))
                .isEqualTo(new MediaMissing(10_500));
        assertThat(new Hearing().onMediaGivenUp(5_001).onMediaLost(5_000, 10_000))
                .isEqualTo(new Hearing().onMediaLost(1, 5_001).onMediaGivenUp(10_000))
                .isEqualTo(new Draining(EndCause.MEDIA_FAILED));
    }

    @Test
    @DisplayName(
            "believes what it hears more than what it was told: media that is given up and flows is lost as any other")
    void flowing() {
        assertThat(new Hearing().onMediaGivenUp(5_000).onMediaLost(5_000, 10_000))
                .isEqualTo(new MediaMissing(10_000));
        assertThat(new Hearing().onMediaGivenUp(5_000).onMediaAttached().onMediaLost(2, 5_002))
                .isEqualTo(new MediaMissing(5_002));
        assertThat(new Hearing().onMediaExpected(10_500).onMediaAttached().onMediaLost(2, 5_002))
                .isEqualTo(new MediaMissing(5_002));
    }

    @Test
    @DisplayName("waits once more for media that was lost")
    void missing() {
        CallState missing = new MediaMissing(5_000);
        assertThat(missing.onMediaAttached()).isEqualTo(new Hearing());
        assertThat(missing.onMediaOverdue()).isEqualTo(new Draining(EndCause.MEDIA_ENDED));
        assertThat(missing.onMediaGivenUp(5_001)).isEqualTo(new Draining(EndCause.MEDIA_FAILED));
        assertThat(missing.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
    }

    @Test
    @DisplayName("is hung up with the last frames, or without them when they are late")
    void hangingUp() {
        CallState hangingUp = new HangingUp();
        assertThat(hangingUp.onMediaLost(1, 5_001)).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onMediaOverdue()).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onMediaAttached()).isSameAs(hangingUp);
        assertThat(hangingUp.onMediaExpected(10_500)).isSameAs(hangingUp);
        assertThat(hangingUp.onMediaGivenUp(5_001)).isSameAs(hangingUp);
    }

    static List<CallState> open() {
        return List.of(new AwaitingMedia(60_000), new Hearing(), new HangingUp(), new MediaMissing(5_000));
    }

    @ParameterizedTest
    @MethodSource("open")
    @DisplayName("goes by its cause from open to draining, and has nothing drained before")
    void ends(CallState open) {
        assertThat(open.onEnd(EndCause.SHUTDOWN)).isEqualTo(new Draining(EndCause.SHUTDOWN));
        assertThat(open.onDrained()).isSameAs(open);
    }

    static List<CallState> over() {
        return List.of(new Draining(EndCause.SHUTDOWN), new Closing(EndCause.SHUTDOWN), new Ended());
    }

    @ParameterizedTest
    @MethodSource("over")
    @DisplayName("keeps the first cause of an end, and comes to it once")
    void endsOnce(CallState over) {
        List<UnaryOperator<CallState>> events = List.of(
                CallState::onMediaAttached,
                state -> state.onMediaLost(1, 5_001),
                CallState::onMediaOverdue,
                state -> state.onMediaExpected(10_500),
                state -> state.onMediaGivenUp(5_001),
                CallState::onHungUp,
                state -> state.onEnd(EndCause.ERASED));
        assertThat(events).allSatisfy(event -> assertThat(event.apply(over)).isSameAs(over));
    }

    @Test
    @DisplayName("is drained once, and ended when the books are closed")
    void closing() {
        assertThat(new Draining(EndCause.ERASED).onDrained()).isEqualTo(new Closing(EndCause.ERASED));
        CallState closing = new Closing(EndCause.ERASED);
        assertThat(closing.onDrained()).isSameAs(closing);
        assertThat(new Closing(EndCause.ERASED).onBooksClosed()).isEqualTo(new Ended());
    }
}
