package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.AudioGap;
import dev.earshot.transcript.CallEvent.CallEnded;
import dev.earshot.transcript.CallEvent.CallStarted;
import dev.earshot.transcript.CallEvent.ChecklistItem;
import dev.earshot.transcript.CallEvent.ChecklistSet;
import dev.earshot.transcript.CallEvent.ConnectionChanged;
import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.Health;
import dev.earshot.transcript.CallEvent.HintOffered;
import dev.earshot.transcript.CallEvent.HintOutcome;
import dev.earshot.transcript.CallEvent.HintWithdrawn;
import dev.earshot.transcript.CallEvent.ItemCovered;
import dev.earshot.transcript.CallEvent.MediaState;
import dev.earshot.transcript.CallEvent.Outcome;
import dev.earshot.transcript.CallEvent.ParticipantsChanged;
import dev.earshot.transcript.CallEvent.SessionChanged;
import dev.earshot.transcript.CallEvent.SessionState;
import dev.earshot.transcript.CallEvent.SpeakerChanged;
import dev.earshot.transcript.CallEvent.TrackHealth;
import dev.earshot.transcript.CallEvent.TrackJoined;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.CallEvent.UtterancePartial;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An event's JSON")
class CallEventJsonTest {

    private static final LedgerSnapshot LEDGER = new LedgerSnapshot(
            "c",
            List.of(new LedgerSnapshot.Track(
                    "t1",
                    "8:acs:x",
                    16000,
                    3,
                    960,
                    320,
                    320,
                    Map.of("tapeFull", 300L, "afterEnd", 20L),
                    1,
                    160,
                    Map.of("lateFrame", 1L),
                    new LedgerSnapshot.Clock(1, 20, -3, -40))));

    private static final String LEDGER_JSON =
            """
            {"callId":"c","tracks":[{"trackId":"t1","participant":"8:acs:x","sampleRate":16000,"frames":3,\
            "received":960,"held":320,"appended":320,"discarded":{"afterEnd":20,"tapeFull":300},"gaps":1,\
            "gapSamples":160,"anomalies":{"lateFrame":1},\
            "clock":{"driftMs":1,"driftPpm":20,"arrivalDriftMs":-3,"arrivalDriftPpm":-40}}]}""";

    static Stream<Arguments> durable() {
        return Stream.of(
                Arguments.of(
                        new CallStarted(Instant.parse("2026-11-22T10:00:00.250Z")),
                        "\"type\":\"callStarted\",\"atMs\":5120,\"startedAt\":\"2026-11-22T10:00:00.250Z\""),
                Arguments.of(
                        new ChecklistSet("screening", "Screening", List.of(new ChecklistItem("salary", "Salary"))),
                        "\"type\":\"checklistSet\",\"atMs\":5120,\"playbook\":\"screening\",\"title\":\"Screening\","
                                + "\"items\":[{\"item\":\"salary\",\"label\":\"Salary\"}]"),
                Arguments.of(
                        new ItemCovered("salary", "t1", "t1-u3", "your salary"),
                        "\"type\":\"itemCovered\",\"atMs\":5120,\"item\":\"salary\",\"track\":\"t1\","
                                + "\"utterance\":\"t1-u3\",\"phrase\":\"your salary\""),
                Arguments.of(
                        new TrackJoined("t1", "8:acs:x", "candidate", 16000, 40),
                        "\"type\":\"trackJoined\",\"atMs\":5120,\"track\":\"t1\",\"participant\":\"8:acs:x\","
                                + "\"speaker\":\"candidate\",\"sampleRate\":16000,\"offsetMs\":40"),
                Arguments.of(
                        new TrackJoined("t1", null, "unknown", 24000, 0),
                        "\"type\":\"trackJoined\",\"atMs\":5120,\"track\":\"t1\",\"participant\":null,"
                                + "\"speaker\":\"unknown\",\"sampleRate\":24000,\"offsetMs\":0"),
                Arguments.of(
                        UtteranceFinal.understood("t1", "t1-u3", 1000, 2500, "Grüß \"Gott\""),
                        "\"type\":\"utteranceFinal\",\"atMs\":5120,\"track\":\"t1\",\"utterance\":\"t1-u3\","
                                + "\"startMs\":1000,\"endMs\":2500,\"text\":\"Grüß \\\"Gott\\\"\",\"understood\":true"),
                Arguments.of(
                        UtteranceFinal.notUnderstood("t1", "t1-u3", 1000, 2500, "recogniserFailed"),
                        "\"type\":\"utteranceFinal\",\"atMs\":5120,\"track\":\"t1\",\"utterance\":\"t1-u3\","
                                + "\"startMs\":1000,\"endMs\":2500,\"text\":\"\",\"understood\":false,"
                                + "\"cause\":\"recogniserFailed\""),
                Arguments.of(
                        new HintOffered(
                                "t1",
                                "h1",
                                "salary",
                                "Salary",
                                "Ask.",
                                "Why.",
                                "a quote",
                                "t1-u3",
                                2500,
                                10500,
                                new HintStages(800, 1, 90, 9, null, null, 900)),
                        "\"type\":\"hintOffered\",\"atMs\":5120,\"track\":\"t1\",\"hint\":\"h1\",\"kind\":\"salary\","
                                + "\"label\":\"Salary\",\"text\":\"Ask.\",\"why\":\"Why.\",\"quote\":\"a quote\",\"utterance\":\"t1-u3\","
                                + "\"speechEndMs\":2500,\"deadlineMs\":10500,\"stages\":{\"finalMs\":800,"
                                + "\"askedMs\":1,\"firstTokenMs\":90,\"offeredMs\":9,\"totalMs\":900}"),
                Arguments.of(
                        new SpeakerChanged("t1", "candidate", "unknown"),
                        "\"type\":\"speakerChanged\",\"atMs\":5120,\"track\":\"t1\",\"speaker\":\"candidate\","
                                + "\"was\":\"unknown\""),
                Arguments.of(
                        new HintWithdrawn("t1", "h1", "t1-u3", "deadlinePassed"),
                        "\"type\":\"hintWithdrawn\",\"atMs\":5120,\"track\":\"t1\",\"hint\":\"h1\","
                                + "\"utterance\":\"t1-u3\",\"cause\":\"deadlinePassed\""),
                Arguments.of(
                        new HintOutcome("h1", Outcome.USED, null),
                        "\"type\":\"hintOutcome\",\"atMs\":5120,\"hint\":\"h1\",\"outcome\":\"used\""),
                Arguments.of(
                        new HintOutcome("h1", Outcome.RENDERED, new HintStages(800, 1, 90, 9, 2L, 28L, 930)),
                        "\"type\":\"hintOutcome\",\"atMs\":5120,\"hint\":\"h1\",\"outcome\":\"rendered\","
                                + "\"stages\":{\"finalMs\":800,\"askedMs\":1,\"firstTokenMs\":90,\"offeredMs\":9,"
                                + "\"deliveredMs\":2,\"renderedMs\":28,\"totalMs\":930}"),
                Arguments.of(
                        new ConnectionChanged(ConnectionChanged.State.RESTARTING, "socketNotOpened", "400/8581"),
                        "\"type\":\"connectionChanged\",\"atMs\":5120,\"state\":\"restarting\","
                                + "\"cause\":\"socketNotOpened\",\"detail\":\"400/8581\""),
                Arguments.of(
                        new ParticipantsChanged(
                                List.of(new ParticipantsChanged.Participant("8:acs:a", "agent", true, false))),
                        "\"type\":\"participantsChanged\",\"atMs\":5120,\"participants\":[{"
                                + "\"participant\":\"8:acs:a\",\"speaker\":\"agent\",\"muted\":true,\"onHold\":false}]"),
                Arguments.of(
                        new AudioGap("t1", 100, 200, 1600, "missing"),
                        "\"type\":\"audioGap\",\"atMs\":5120,\"track\":\"t1\",\"startMs\":100,\"endMs\":200,"
                                + "\"samples\":1600,\"cause\":\"missing\""),
                Arguments.of(
                        new SessionChanged("t1", 2, SessionState.RECOVERING, "closed", "1011"),
                        "\"type\":\"sessionChanged\",\"atMs\":5120,\"track\":\"t1\",\"session\":2,"
                                + "\"state\":\"recovering\",\"cause\":\"closed\",\"detail\":\"1011\""),
                Arguments.of(
                        new SessionChanged(null, 1, SessionState.READY, null, null),
                        "\"type\":\"sessionChanged\",\"atMs\":5120,\"session\":1,\"state\":\"ready\""),
                Arguments.of(new Flagged("look"), "\"type\":\"flagged\",\"atMs\":5120,\"note\":\"look\""),
                Arguments.of(
                        new CallEnded("mediaClosed", 60000, LEDGER),
                        "\"type\":\"callEnded\",\"atMs\":5120,\"cause\":\"mediaClosed\",\"durationMs\":60000,"
                                + "\"ledger\":" + LEDGER_JSON));
    }

    @ParameterizedTest
    @MethodSource("durable")
    @DisplayName("is literally this on the wire, and reads back as the same event")
    void durableRoundTrip(CallEvent.Durable event, String body) {
        LoggedEvent logged = LoggedEvent.of("c", 7, 5120, event);

        assertThat(logged.rendered()).isEqualTo("{\"v\":1,\"callId\":\"c\",\"seq\":7," + body + "}");
        assertThat(CallEventJson.read(logged.rendered())).contains(logged);
    }

    @Test
    @DisplayName("is tested above for every kind of durable event")
    void everyTypeIsCovered() {
        Set<String> covered = durable()
                .map(arguments -> ((CallEvent) arguments.get()[0]).type())
                .collect(Collectors.toSet());

        assertThat(Arrays.stream(CallEvent.Durable.class.getPermittedSubclasses())
                        .map(CallEvent::typeOf))
                .hasSize(15)
                .containsExactlyInAnyOrderElementsOf(covered);
    }

    @Test
    @DisplayName("carries no seq when it is a partial")
    void partial() {
        assertThat(CallEventJson.shown("c", 900, new UtterancePartial("t1", "t1-u1", 500, "Hel", 2)))
                .isEqualTo(
                        """
                        {"v":1,"callId":"c","type":"utterancePartial","atMs":900,"track":"t1","utterance":"t1-u1",\
                        "startMs":500,"text":"Hel","revision":2}""");
    }

    @Test
    @DisplayName("says null for a health without a store, and keeps silence a number")
    void health() {
        Health health = new Health(
                MediaState.SILENT,
                1_400,
                List.of(new TrackHealth("t1", "agent", SessionState.READY, 120, Double.NEGATIVE_INFINITY, 300)),
                LEDGER);
        assertThat(CallEventJson.shown("c", 900, health))
                .isEqualTo("{\"v\":1,\"callId\":\"c\",\"type\":\"health\",\"atMs\":900,\"media\":\"silent\","
                        + "\"storedSeq\":null,\"hintBehindMs\":1400,\"tracks\":[{\"trackId\":\"t1\",\"speaker\":\"agent\","
                        + "\"session\":\"ready\",\"heldMs\":120,\"levelDb\":-120.0,\"textBehindMs\":300}],\"ledger\":"
                        + LEDGER_JSON + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"fromTheFuture\",\"atMs\":1}",
                "{\"v\":2,\"callId\":\"c\",\"seq\":1,\"type\":\"flagged\",\"atMs\":1,\"note\":\"n\"}",
                "{\"v\":1,\"callId\":\"c\",\"type\":\"flagged\",\"atMs\":1,\"note\":\"n\"}",
                "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"flagged\",\"atMs\":1}",
                "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"callStarted\",\"atMs\":1,\"startedAt\":\"noon\"}",
                "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"utterancePartial\",\"atMs\":1}",
                "[]",
                "",
                "{",
            })
    @DisplayName("is kept out when this version cannot read it")
    void unreadable(String json) {
        assertThat(CallEventJson.read(json)).isEmpty();
    }

    @Test
    @DisplayName("may have members that this version does not know")
    void unknownMember() {
        assertThat(CallEventJson.read(
                        "{\"v\":1,\"callId\":\"c\",\"seq\":1,\"type\":\"flagged\",\"atMs\":1,\"note\":\"n\",\"x\":{}}"))
                .map(LoggedEvent::event)
                .contains(new Flagged("n"));
    }

    @Test
    @DisplayName("has a ledger that balances only when every sample has its account")
    void ledgerBalances() {
        LedgerSnapshot off = new LedgerSnapshot(
                "c",
                List.of(new LedgerSnapshot.Track("t1", null, 16000, 3, 960, 320, 320, Map.of(), 0, 0, Map.of(), null)));

        assertThat(LEDGER.balances()).isTrue();
        assertThat(off.balances()).isFalse();
        assertThat(LEDGER.rendered()).isEqualTo(LEDGER_JSON);
    }

    @Test
    @DisplayName("has a ledger that counts the stream's anomalies after the tracks, in order of name")
    void ledgerAnomalies() {
        LedgerSnapshot ledger =
                new LedgerSnapshot("c", List.of(), Map.of("oddLength", 2L, "metadataMissing", 1L, "staleSocket", 3L));
        String json =
                """
                {"callId":"c","tracks":[],"anomalies":{"metadataMissing":1,"oddLength":2,"staleSocket":3}}""";

        assertThat(ledger.rendered()).isEqualTo(json);
        assertThat(CallEventJson.parse(json, LedgerSnapshot.class)).isEqualTo(ledger);
        assertThat(CallEventJson.parse("{\"callId\":\"c\",\"tracks\":[]}", LedgerSnapshot.class))
                .isEqualTo(new LedgerSnapshot("c", List.of()));
        assertThat(LoggedEvent.of("c", 1, 2, new CallEnded("hangUp", 9, ledger)).rendered())
                .endsWith("\"ledger\":" + json + "}");
    }

    @Test
    @DisplayName("of a call's summary leaves out what is not there yet")
    void summary() {
        CallSummary summary = CallSummary.starting("c", Instant.parse("2026-11-22T10:00:00Z"))
                .after(LoggedEvent.of("c", 1, 10, new TrackJoined("t1", null, "agent", 16000, 0)));
        assertThat(summary.rendered())
                .isEqualTo(
                        """
                        {"callId":"c","state":"live","startedAt":"2026-11-22T10:00:00Z","durationMs":10,"lastSeq":1,\
                        "tracks":[{"trackId":"t1","speaker":"agent"}],"utterances":0,"hints":0,"hintsInTime":0,"hintsOpen":0}""");
    }
}
