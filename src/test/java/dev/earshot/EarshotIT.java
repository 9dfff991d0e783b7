package dev.earshot;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static dev.earshot.RecordedSpeech.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions.Channel;
import dev.earshot.simulator.CallFeed;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.realtime.Faults;
import dev.earshot.simulator.realtime.SessionRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A call from the media socket to the transcript, with every part real and the realtime service at fault. */
@DisplayName("A call")
class EarshotIT {

    private static final long SAME_START_MS = 300;

    @Test
    @DisplayName("is heard from its first word on, though the session is ready four seconds late")
    void lateHandshake() {
        try (CallBench bench = CallBench.open()) {
            bench.realtime()
                    .inject(Faults.NONE.withCreatedDelay(Duration.ofSeconds(2)).withUpdateDelay(Duration.ofSeconds(2)));
            CompletableFuture<AcsCaller.Result> placed = bench.place("late", agent(0, FIRST_TURN_MS));
            bench.awaitReceived("late", "t1", Duration.ofSeconds(1));
            assertThat(bench.ledger("late", "t1").path("appended").asLong()).isZero();

            CallRecord record = bench.awaitEnd("late");

            assertSaid(record, "t1", "agent", 0, FIRST_TURN_MS);
            assertThat(record.starts("t1").get(0)).isCloseTo(16L, within(SAME_START_MS));
            assertThat(bench.realtime().sessions().get(0).appendsBeforeConfigured())
                    .isZero();
            JsonNode books = assertBooks(bench, "late", "t1", placed.join());
            assertThat(books.path("appended")).isEqualTo(books.path("received"));
            assertAppended(bench, books.path("appended").asLong() * 3 / 2, 48);
            assertThat(record.sessions())
                    .containsExactly("connecting", "connecting", "configuring", "ready", "closed:callEnded");
        }
    }

    @Test
    @DisplayName("is in the transcript once, in order and at its times, though its sessions are killed in mid-sentence")
    void killedSessions() {
        try (CallBench bench = CallBench.open()) {
            var placed = bench.place("killed", agent(0, 13_800), other(0, 13_800));
            bench.awaitReceived("killed", "t1", Duration.ofSeconds(3));
            awaitReady(bench, "killed", 2);
            bench.realtime().killAll();
            bench.awaitReceived("killed", "t1", Duration.ofSeconds(10));
            awaitReady(bench, "killed", 4);
            bench.realtime().killAll();

            CallRecord record = bench.awaitEnd("killed");

            assertSaid(record, "t1", "agent", 0, 13_800);
            assertSaid(record, "t2", "other", 0, 13_800);
            assertThat(record.starts("t1")).isSorted();
            assertThat(record.starts("t2")).isSorted();
            assertBooks(bench, "killed", "t1", placed.join());
            assertBooks(bench, "killed", "t2", placed.join());
            assertThat(record.sessions().stream().filter("recovering:connectionLost"::equals))
                    .hasSize(4);
            assertThat(record.all("callEnded")).hasSize(1);
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("mediaEnded");
        }
    }

    @Test
    @DisplayName("is in the transcript once, in order and at its times, though its sessions expire again and again")
    void expiringSessions() {
        try (CallBench bench = CallBench.openWithSessionsOf(Duration.ofSeconds(12))) {
            var placed = bench.place("expiring", agent(0, 13_800), other(0, 13_800));

            CallRecord record = bench.awaitEnd("expiring");

            assertSaid(record, "t1", "agent", 0, 13_800);
            assertSaid(record, "t2", "other", 0, 13_800);
            assertThat(record.starts("t1")).isSorted();
            assertThat(record.starts("t2")).isSorted();
            assertBooks(bench, "expiring", "t1", placed.join());
            assertBooks(bench, "expiring", "t2", placed.join());
            assertThat(record.sessions()).contains("rotating:sessionExpiring", "closed:rotated");
        }
    }

    @Test
    @DisplayName("is not heard by a session that acknowledged another configuration, and says so")
    void distortedConfiguration() {
        try (CallBench bench = CallBench.open()) {
            bench.realtime().inject(Faults.NONE.withUpdate(Faults.Update.DISTORTED));
            bench.place("distorted", agent(0, 1_000)).join();

            CallRecord record = bench.awaitEnd("distorted");

            assertThat(record.sessions())
                    .contains("closed:configurationMismatch")
                    .doesNotContain("ready");
            assertNeverHeard(bench, "distorted");
        }
    }

    @Test
    @DisplayName("is given up by its sessions, visibly, when none is ever ready, and lives on to its own end")
    void neverReady() {
        Map<String, ?> impatient = Map.of(
                "earshot.realtime.handshake-timeout", "150ms",
                "earshot.realtime.max-handshakes", 2,
                "earshot.realtime.backoff.min", "10ms");
        try (CallBench bench = CallBench.open(impatient)) {
            bench.realtime().inject(Faults.NONE.withUpdate(Faults.Update.IGNORED));
            bench.place("unready", agent(0, 2_000)).join();

            CallRecord record = bench.awaitEnd("unready");

            assertThat(record.sessions())
                    .contains("recovering:handshakeTimeout", "closed:neverReady")
                    .doesNotContain("ready");
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("mediaEnded");
            assertNeverHeard(bench, "unready");
        }
    }

    @Test
    @DisplayName("goes on when the platform dials again within the grace period")
    void dialsAgain() {
        try (CallBench bench = CallBench.open(Map.of("earshot.call.grace", "5s"))) {
            AcsCaller.Result before = bench.place("redial", agent(0, 3_000)).join();
            AcsCaller.Result after =
                    bench.place("redial", agent(3_000, FIRST_TURN_MS)).join();

            CallRecord record = bench.awaitEnd("redial");

            assertSaid(record, "t1", "agent", 0, FIRST_TURN_MS);
            assertThat(record.all("trackJoined")).hasSize(1);
            assertThat(bench.ledger("redial", "t1").path("received").asLong())
                    .isEqualTo(samples(before, CallScript.AGENT_RAW_ID) + samples(after, CallScript.AGENT_RAW_ID));
        }
    }

    @Test
    @DisplayName("takes the audio of the newest media socket, and of no other")
    void takeover() {
        try (CallBench bench = CallBench.open()) {
            var first = bench.place("twice", agent(0, 20_000), other(0, 20_000));
            bench.awaitReceived("twice", "t2", Duration.ofSeconds(2));
            AcsCaller.Result second = bench.place("twice", agent(2_000, FIRST_TURN_MS), other(2_000, FIRST_TURN_MS))
                    .join();

            CallRecord record = bench.awaitEnd("twice");

            AcsCaller.Result superseded = first.join();
            assertThat(superseded.frames()).isLessThan(2 * 20_000 / 20);
            for (String track : List.of("t1", "t2")) {
                JsonNode books = bench.ledger("twice", track);
                String participant = books.path("participant").asText();
                assertThat(books.path("received").asLong())
                        .isGreaterThanOrEqualTo(samples(second, participant) + 2 * 16_000)
                        .isLessThanOrEqualTo(samples(second, participant) + samples(superseded, participant));
                // What the first socket still brought until it was closed is refused, by name; so is what both of them
                // brought.
                JsonNode discarded = books.path("discarded");
                assertThat(books.path("appended").asLong()
                                + discarded.path("staleSocket").asLong()
                                + discarded.path("overlap").asLong()
                                + discarded.path("duplicate").asLong())
                        .isEqualTo(books.path("received").asLong());
            }
            assertThat(record.all("trackJoined")).hasSize(2);
            assertThat(record.words("t1")).startsWith("hello", "daniel").endsWith("good", "time", "to", "talk");
            // Silence that was put in where neither socket brought anything is heard, and in no account.
            long heard = Stream.of("t1", "t2")
                    .map(track -> bench.ledger("twice", track))
                    .mapToLong(books -> books.path("appended").asLong()
                            + books.path("gapSamples").asLong())
                    .sum();
            assertAppended(bench, heard * 3 / 2, 96);
        }
    }

    @Test
    @DisplayName("may come mixed, at 24 kHz, and is passed on as it is")
    void mixedAtModelRate() {
        try (CallBench bench = CallBench.open()) {
            var call = bench.call("mixed", agent(0, FIRST_TURN_MS), other(0, FIRST_TURN_MS))
                    .channel(Channel.MIXED)
                    .sampleRate(24_000);
            AcsCaller.Result sent = bench.place(call).join();

            CallRecord record = bench.awaitEnd("mixed");

            assertSaid(record, "t1", "agent", 0, FIRST_TURN_MS);
            JsonNode joined = record.first("trackJoined");
            assertThat(joined.path("participant").isNull()).isTrue();
            assertThat(joined.path("sampleRate").asInt()).isEqualTo(24_000);
            assertThat(bench.ledger("mixed", "t1").path("appended").asLong())
                    .isEqualTo(samples(sent, AcsCaller.MIXED_TRACK));
            assertAppended(bench, samples(sent, AcsCaller.MIXED_TRACK), 0);
        }
    }

    @Test
    @DisplayName("gives rise to a hint that names the words it is about, and is on a screen while there is time")
    void hint() throws InterruptedException {
        try (CallBench bench = CallBench.open()) {
            bench.send(
                    "PUT",
                    "/api/calls/offer",
                    """
                    {"speakers":[{"participant":"8:acs:demo_other","speaker":"candidate"}]}""");
            try (CallFeed console = new CallFeed(URI.create(bench.url()), "offer")) {
                var placed = bench.place("offer", other(13_500, 23_500));
                console.follow(event -> {});
                placed.join();
            }

            CallRecord record = bench.awaitEnd("offer");

            JsonNode hint = record.first("hintOffered");
            assertThat(hint.path("kind").asText()).isEqualTo("competing_offer");
            JsonNode said = record.finals("t1").stream()
                    .filter(each -> each.path("utterance").equals(hint.path("utterance")))
                    .findFirst()
                    .orElseThrow();
            assertThat(said.path("text").asText()).contains(hint.path("quote").asText());
            assertThat(hint.path("speechEndMs")).isEqualTo(said.path("endMs"));
            assertThat(hint.path("deadlineMs").asLong()
                            - hint.path("speechEndMs").asLong())
                    .isEqualTo(8_000);
            assertThat(hint.path("label").asText()).isEqualTo("Competing offer");
            assertThat(record.all("hintWithdrawn"))
                    .noneMatch(gone -> gone.path("hint").equals(hint.path("hint")));
            JsonNode outcome = record.first("hintOutcome");
            assertThat(outcome.path("outcome").asText()).isEqualTo("rendered");
            assertThat(outcome.path("stages").fieldNames())
                    .toIterable()
                    .containsExactly(
                            "finalMs", "askedMs", "firstTokenMs", "offeredMs", "deliveredMs", "renderedMs", "totalMs");
            assertThat(sumOfStages(hint.path("stages")))
                    .isEqualTo(hint.path("stages").path("totalMs").asLong());
            assertThat(sumOfStages(outcome.path("stages")))
                    .isEqualTo(outcome.path("stages").path("totalMs").asLong());
            assertThat(hint.path("atMs").asLong())
                    .isLessThan(hint.path("deadlineMs").asLong());
            assertThat(record.first("trackJoined").path("speaker").asText()).isEqualTo("candidate");
        }
    }

    @Test
    @DisplayName("is coached by the playbook that it names, and told of a hint that no console has shown in time")
    void otherPlaybook() {
        try (CallBench bench = CallBench.open()) {
            bench.send(
                    "PUT",
                    "/api/calls/sale",
                    """
                    {"speakers":[{"participant":"8:acs:demo_other","speaker":"customer"}],"playbook":"sales-discovery"}""");
            bench.place("sale", RecordedSpeech.customer(12_000, 29_000)).join();

            CallRecord record = bench.awaitEnd("sale");

            assertThat(record.all("hintOffered"))
                    .extracting(hint -> hint.path("kind").asText())
                    .contains("incumbent", "pain_point");
            String incumbent = record.first("hintOffered").path("hint").asText();
            assertThat(record.all("hintWithdrawn"))
                    .extracting(hint -> hint.path("hint").asText() + " "
                            + hint.path("cause").asText())
                    .contains(incumbent + " deadlinePassed");
        }
    }

    @Test
    @DisplayName("does not wait for another whose session stalls")
    void stalledNeighbour() {
        try (CallBench bench =
                CallBench.open(Map.of("earshot.realtime.handshake-timeout", "60s", "earshot.call.drain", "200ms"))) {
            bench.realtime()
                    .inject(Faults.NONE.withCreated(Faults.Created.NEVER).forAttempts(1));
            var stalled = bench.place("stalled", agent(0, 28_000));
            await().until(() -> bench.realtime().attempts() == 1);
            AcsCaller.Result sent =
                    bench.place("lively", agent(0, FIRST_TURN_MS)).join();

            CallRecord record = bench.awaitEnd("lively");

            assertSaid(record, "t1", "agent", 0, FIRST_TURN_MS);
            assertBooks(bench, "lively", "t1", sent);
            assertThat(bench.ledger("stalled", "t1").path("appended").asLong()).isZero();
            assertThat(stalled).isNotDone();
        }
    }

    private static long sumOfStages(JsonNode stages) {
        long sum = 0;
        for (JsonNode ms : stages) {
            assertThat(ms.asLong()).isNotNegative();
            sum += ms.asLong();
        }
        return sum - stages.path("totalMs").asLong();
    }

    private static void assertNeverHeard(CallBench bench, String callId) {
        assertThat(appended(bench)).isZero();
        JsonNode books = bench.ledger(callId, "t1");
        assertThat(books.path("appended").asLong()).isZero();
        assertThat(books.path("discarded").path("callEnded")).isEqualTo(books.path("received"));
    }

    /** Every word in its place, give or take the few that differ where a recogniser cuts turns. */
    private static void assertSaid(CallRecord record, String track, String speaker, int fromMs, int toMs) {
        List<String> expected = RecordedSpeech.words(speaker, fromMs, toMs);
        assertThat(CallRecord.edits(expected, record.words(track)))
                .as("%s of %s", record.words(track), expected)
                .isLessThanOrEqualTo(expected.size() / 10);
        assertThat(record.words(track).get(0)).isEqualTo(expected.get(0));
        for (CallScript.Utterance turn : RecordedSpeech.turns(speaker, fromMs, toMs)) {
            assertThat(record.starts(track))
                    .anySatisfy(start -> assertThat(start).isCloseTo(turn.startMs() - fromMs, within(SAME_START_MS)));
        }
    }

    /** What was sent was received, and every sample of it is in one account. */
    private static JsonNode assertBooks(CallBench bench, String callId, String track, AcsCaller.Result sent) {
        JsonNode books = bench.ledger(callId, track);
        long discarded = 0;
        for (JsonNode reason : books.path("discarded")) {
            discarded += reason.asLong();
        }
        assertThat(books.path("received").asLong())
                .isEqualTo(samples(sent, books.path("participant").asText()))
                .isEqualTo(books.path("held").asLong() + books.path("appended").asLong() + discarded);
        assertThat(discarded).as("%s", books).isZero();
        assertThat(books.path("held").asLong()).isZero();
        return books;
    }

    private static void awaitReady(CallBench bench, String callId, int sessions) {
        await().until(() ->
                bench.record(callId).sessions().stream().filter("ready"::equals).count() == sessions);
    }

    /** By the service's own count, at 24 kHz. What is on its way when a call ends arrives a moment later. */
    private static void assertAppended(CallBench bench, long samples, long giveOrTake) {
        await().untilAsserted(() -> assertThat(appended(bench)).isCloseTo(samples, within(giveOrTake)));
    }

    private static long samples(AcsCaller.Result sent, String participant) {
        return sent.samples().getOrDefault(participant, -1L);
    }

    private static long appended(CallBench bench) {
        return bench.realtime().sessions().stream()
                .mapToLong(SessionRecord::appendedSamples)
                .sum();
    }
}
