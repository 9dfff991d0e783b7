package dev.earshot.simulator.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recovery")
class RecoveriesTest {
    private final Recoveries recoveries = new Recoveries();

    @Test
    @DisplayName("is timed from a session's end to the next one's gate, and until no more waits than live audio")
    void recovers() {
        changed(0, 1, "ready", "");
        held(900, 20);
        changed(1_000, 1, "recovering", "connectionLost");
        held(1_040, 40);
        changed(1_300, 2, "connecting", "");
        changed(2_500, 2, "ready", "");
        held(2_540, 4_000);
        held(4_000, 130);
        held(4_040, 120);
        held(5_000, 0);
        recoveries.conclude();

        assertThat(recoveries.toGateOpen()).isEqualTo(new Figures(1, 1_500, 1_500, 1_500));
        assertThat(recoveries.toCaughtUp()).isEqualTo(new Figures(1, 3_040, 3_040, 3_040));
    }

    @Test
    @DisplayName("that is cut off by another end goes on from the first one until the track has caught up")
    void cutOff() {
        changed(0, 1, "ready", "");
        changed(1_000, 1, "recovering", "connectionLost");
        changed(2_000, 2, "ready", "");
        held(2_040, 3_000);
        changed(3_000, 2, "recovering", "sessionExpired");
        changed(3_100, 3, "recovering", "connectionLost");
        changed(7_000, 4, "ready", "");
        held(9_000, 0);
        recoveries.conclude();

        assertThat(recoveries.toGateOpen()).isEqualTo(new Figures(2, 1_000, 4_000, 4_000));
        assertThat(recoveries.toCaughtUp()).isEqualTo(new Figures(1, 8_000, 8_000, 8_000));
    }

    @Test
    @DisplayName("takes no time to the gate where the next session was ready already")
    void nextWasReady() {
        changed(0, 1, "ready", "");
        changed(500, 1, "rotating", "sessionExpiring");
        changed(900, 2, "ready", "");
        changed(1_000, 1, "closed", "connectionLost");
        held(1_100, 900);
        held(1_500, 0);
        recoveries.conclude();

        assertThat(recoveries.toGateOpen()).isEqualTo(new Figures(1, 0, 0, 0));
        assertThat(recoveries.toCaughtUp()).isEqualTo(new Figures(1, 500, 500, 500));
    }

    @Test
    @DisplayName("is not what a rotation is: of that, the most audio that waited is told")
    void rotation() {
        changed(0, 1, "ready", "");
        changed(500, 1, "rotating", "sessionExpiring");
        changed(900, 2, "ready", "");
        held(9_800, 20);
        held(9_900, 300);
        changed(10_000, 1, "closed", "rotated");
        held(10_100, 1_500);
        held(11_100, 20);
        recoveries.conclude();

        assertThat(recoveries.toGateOpen().count()).isZero();
        assertThat(recoveries.toCaughtUp().count()).isZero();
        assertThat(recoveries.heldAtRotation()).isEqualTo(new Figures(1, 1_500, 1_500, 1_500));
    }

    private void changed(long atMs, int session, String state, String cause) {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.put("type", "sessionChanged").put("track", "t1").put("atMs", atMs);
        event.put("session", session).put("state", state);
        if (!cause.isEmpty()) {
            event.put("cause", cause);
        }
        recoveries.onSessionChanged(event);
    }

    private void held(long atMs, long heldMs) {
        recoveries.onHeld(atMs, "t1", heldMs);
    }
}
