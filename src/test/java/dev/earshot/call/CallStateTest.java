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
        CallState awaiting = new AwaitingMedia();
        assertThat(awaiting.onMediaAttached()).isEqualTo(new Hearing());
        assertThat(awaiting.onMediaLost()).isSameAs(awaiting);
        assertThat(awaiting.onMediaOverdue()).isEqualTo(new Draining(EndCause.NO_MEDIA));
        assertThat(awaiting.onMediaGivenUp()).isEqualTo(new Draining(EndCause.MEDIA_FAILED));
        assertThat(awaiting.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
    }

    @Test
    @DisplayName("is hearing while media flows, whatever is said of it")
    void hearing() {
        CallState hearing = new Hearing();
        assertThat(hearing.onMediaAttached()).isSameAs(hearing);
        assertThat(hearing.onMediaGivenUp()).isSameAs(hearing);
        assertThat(hearing.onMediaLost()).isEqualTo(new MediaMissing());
        assertThat(hearing.onHungUp()).isEqualTo(new HangingUp());
    }

    @Test
    @DisplayName("waits once more for media that was lost")
    void missing() {
        CallState missing = new MediaMissing();
        assertThat(missing.onMediaAttached()).isEqualTo(new Hearing());
        assertThat(missing.onMediaOverdue()).isEqualTo(new Draining(EndCause.MEDIA_ENDED));
        assertThat(missing.onMediaGivenUp()).isEqualTo(new Draining(EndCause.MEDIA_FAILED));
        assertThat(missing.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
    }

    @Test
    @DisplayName("is hung up with the last frames, or without them when they are late")
    void hangingUp() {
        CallState hangingUp = new HangingUp();
        assertThat(hangingUp.onMediaLost()).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onMediaOverdue()).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onHungUp()).isEqualTo(new Draining(EndCause.HUNG_UP));
        assertThat(hangingUp.onMediaAttached()).isSameAs(hangingUp);
    }

    static List<CallState> open() {
        return List.of(new AwaitingMedia(), new Hearing(), new HangingUp(), new MediaMissing());
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
                CallState::onMediaLost,
                CallState::onMediaOverdue,
                CallState::onMediaGivenUp,
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
