package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.Health;
import dev.earshot.transcript.CallEvent.MediaState;
import dev.earshot.transcript.CallEvent.SessionState;
import dev.earshot.transcript.CallEvent.TrackHealth;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a call does, in one word")
class CallHealthTest {

    @Test
    @DisplayName("is the worst that is true of it")
    void worst() {
        assertThat(of(MediaState.LOST)).as("nobody has been heard yet").isEqualTo(CallHealth.STARTING);
        assertThat(of(MediaState.RECEIVING, track(SessionState.READY, 200))).isEqualTo(CallHealth.OK);
        assertThat(of(MediaState.RECEIVING, track(SessionState.ROTATING, 0))).isEqualTo(CallHealth.OK);
        assertThat(of(MediaState.RECEIVING, track(SessionState.READY, 0), track(SessionState.CONFIGURING, 0)))
                .isEqualTo(CallHealth.STARTING);
        assertThat(of(MediaState.RECEIVING, track(SessionState.CONNECTING, 0), track(SessionState.RECOVERING, 0)))
                .isEqualTo(CallHealth.RECOVERING);
        assertThat(of(MediaState.SILENT, track(SessionState.RECOVERING, 0))).isEqualTo(CallHealth.STALLED);
        assertThat(of(MediaState.LOST, track(SessionState.READY, 0))).isEqualTo(CallHealth.LOST);
    }

    @Test
    @DisplayName("is not well where somebody speaks and no text comes, though the session says that it is ready")
    void silentModel() {
        assertThat(of(MediaState.RECEIVING, track(SessionState.READY, 5_000))).isEqualTo(CallHealth.RECOVERING);
    }

    private static CallHealth of(MediaState media, TrackHealth... tracks) {
        return CallHealth.of(new Health(media, 0, Arrays.asList(tracks), new LedgerSnapshot("c", List.of())));
    }

    private static TrackHealth track(SessionState session, long textBehindMs) {
        return new TrackHealth("t1", "agent", session, 0, -30, textBehindMs);
    }
}
