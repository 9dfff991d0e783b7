package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AudioLedgerTest {

    @Test
    void itsJsonIsThePublishedOne() throws Exception {
        AudioLedger ledger = new AudioLedger(
                "c-1",
                List.of(
                        new AudioLedger.Track(
                                "t1",
                                "8:acs:x",
                                16_000,
                                2,
                                640,
                                100,
                                500,
                                Map.of(DiscardReason.TAPE_FULL, 40L),
                                1,
                                99,
                                Map.of(MediaAnomaly.LATE_FRAME, 2L),
                                new AudioLedger.Clock(3, 40, -5, -60)),
                        new AudioLedger.Track("t2", null, 24_000, 0, 0, 0, 0, Map.of(), 0, 0, Map.of(), null)));

        assertThat(new ObjectMapper().writeValueAsString(ledger))
                .isEqualTo("{\"callId\":\"c-1\",\"tracks\":["
                        + "{\"trackId\":\"t1\",\"participant\":\"8:acs:x\",\"sampleRate\":16000,\"frames\":2,"
                        + "\"received\":640,\"held\":100,\"appended\":500,\"discarded\":{\"tapeFull\":40},"
                        + "\"gaps\":1,\"gapSamples\":99,\"anomalies\":{\"lateFrame\":2},"
                        + "\"clock\":{\"driftMs\":3,\"driftPpm\":40,\"arrivalDriftMs\":-5,\"arrivalDriftPpm\":-60}},"
                        + "{\"trackId\":\"t2\",\"participant\":null,\"sampleRate\":24000,\"frames\":0,"
                        + "\"received\":0,\"held\":0,\"appended\":0,\"discarded\":{},\"gaps\":0,\"gapSamples\":0}]}");
        assertThat(ledger.balances()).isTrue();
    }

    @Test
    void aSampleInTwoAccountsOrInNoneIsSeen() {
        AudioLedger.Track track =
                new AudioLedger.Track("t1", null, 16_000, 1, 320, 300, 19, Map.of(), 0, 0, Map.of(), null);
        assertThat(track.balances()).isFalse();
    }
}
