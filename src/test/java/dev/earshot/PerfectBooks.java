package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;

/** What a call's books must say where nothing has gone wrong. */
final class PerfectBooks {

    private PerfectBooks() {}

    /** All that was sent was received and appended, and nothing is missing in between. Once the call has ended. */
    static void assertOf(CallBench bench, String callId, AcsCaller.Result sent) {
        JsonNode tracks = bench.get("/api/calls/" + callId + "/ledger").path("tracks");
        assertThat(tracks).as("%s", tracks).hasSize(sent.samples().size());
        for (JsonNode track : tracks) {
            long samples = sent.samples().get(track.path("participant").asText());
            assertThat(track.path("received").asLong()).as("%s", track).isEqualTo(samples);
            assertThat(track.path("appended").asLong()).as("%s", track).isEqualTo(samples);
            assertThat(track.path("gaps").asLong()).as("%s", track).isZero();
        }
    }
}
