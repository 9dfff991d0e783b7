package dev.earshot.simulator.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A ledger that is held against what a caller did")
class LedgerCheckTest {

    private static final String AGENT = "8:acs:agent";

    private final Bookings agent = new Bookings(AGENT, 16_000, 320);
    private final CallAccount account = new CallAccount();

    @Test
    @DisplayName("is right where it balances and names all of it")
    void right() {
        eventfulCall();

        assertThat(differences(ledger(5, 1_281, 0, 640, "\"duplicate\":320,\"late\":320,\"malformed\":1", 2, 1_920)))
                .isEmpty();
    }

    @Test
    @DisplayName("may have reasons of its own for what no session heard")
    void ownReasons() {
        account.book(agent.heard());

        assertThat(differences(track(1, 320, 0, 20, "\"tapeFull\":200,\"callEnded\":100", 0, 0), ""))
                .isEmpty();
    }

    @Test
    @DisplayName("is wrong in each figure that differs, by name")
    void wrong() {
        eventfulCall();

        assertThat(differences(ledger(6, 1_601, 0, 1_280, "\"late\":320,\"malformed\":1", 1, 1_600)))
                .containsExactlyInAnyOrder(
                        AGENT + ": gaps is 1, and was made 2",
                        AGENT + ": gapSamples is 1600, and was made 1920",
                        AGENT + ": received is 1601, and was made 1281",
                        AGENT + ": frames is 6, and was made 5",
                        AGENT + ": discarded.duplicate is 0, and was made 320");
    }

    @Test
    @DisplayName("is wrong where it does not balance")
    void unbalanced() {
        account.book(agent.heard());

        assertThat(differences(track(1, 320, 10, 300, "", 0, 0), ""))
                .containsExactly(
                        AGENT + ": the books do not balance: received is 320, held + appended + discarded is 310");
    }

    @Test
    @DisplayName("is wrong where tracks are missing, or there are too many")
    void tracks() {
        account.book(agent.heard());
        account.book(new Bookings("8:acs:other", 16_000, 320).heard());

        assertThat(differences(
                        track(1, 320, 0, 320, "", 0, 0) + ",{\"trackId\":\"t2\",\"participant\":\"8:acs:third\"}", ""))
                .containsExactly(
                        "8:acs:third: nothing was sent of this track", "8:acs:other: the ledger has no such track");
    }

    @Test
    @DisplayName("is wrong where it has other anomalies, or counts them otherwise")
    void anomalies() {
        account.book(agent.heard());
        account.book(List.of(new Entry.Anomaly("malformedJson"), new Entry.Anomaly("malformedJson")));

        assertThat(differences(track(1, 320, 0, 320, "", 0, 0), "\"malformedJson\":1,\"oversize\":1"))
                .containsExactly(
                        "anomalies: malformedJson is 1, and was made 2", "anomalies: oversize is 1, and was made 0");
    }

    @Test
    @DisplayName("may or may not have heard of frames to a socket that was taken over, but of no others")
    void stale() {
        account.book(agent.heard());
        account.book(agent.stale());

        assertThat(differences(track(1, 320, 0, 320, "", 0, 0), "")).isEmpty();
        assertThat(differences(track(2, 640, 0, 320, "\"staleSocket\":320", 0, 0), "\"staleSocket\":1"))
                .isEmpty();
        assertThat(differences(track(3, 960, 0, 320, "\"staleSocket\":640", 0, 0), "\"staleSocket\":2"))
                .containsExactly(
                        AGENT + ": frames is 3, and was made 1",
                        AGENT + ": discarded.staleSocket is 640, and no more than 320 were sent to a socket that was"
                                + " taken over");
    }

    @Test
    @DisplayName("has the mixed track under its name")
    void mixed() {
        account.book(new Bookings(CallAccount.MIXED, 24_000, 480).heard());

        assertThat(differences(track(1, 480, 0, 480, "", 0, 0).replace('"' + AGENT + '"', "null"), ""))
                .isEmpty();
    }

    /** Two frames that are heard, one twice, one late, half a sample too much, and two gaps. */
    private void eventfulCall() {
        account.book(agent.heard());
        account.book(agent.doubled());
        account.book(agent.gap(5));
        account.book(agent.late());
        account.book(agent.odd(1));
        account.book(agent.swapped());
    }

    private String ledger(
            long frames, long received, long held, long appended, String discarded, long gaps, long gapSamples) {
        return track(frames, received, held, appended, discarded, gaps, gapSamples);
    }

    private static String track(
            long frames, long received, long held, long appended, String discarded, long gaps, long gapSamples) {
        return """
                {"trackId":"t1","participant":"%s","sampleRate":16000,"frames":%d,"received":%d,"held":%d,"appended":%d,
                 "discarded":{%s},"gaps":%d,"gapSamples":%d}"""
                .formatted(AGENT, frames, received, held, appended, discarded, gaps, gapSamples);
    }

    private List<String> differences(String ledger) {
        return differences(ledger, "\"duplicateFrame\":1,\"lateFrame\":1,\"outOfOrder\":1");
    }

    private List<String> differences(String tracks, String anomalies) {
        String json = "{\"callId\":\"c1\",\"tracks\":[%s],\"anomalies\":{%s}}".formatted(tracks, anomalies);
        try {
            return LedgerCheck.differences(account, new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
