package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.TranscriptActor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("A call's life")
class CallActorTest {

    private final CallStage stage = new CallStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    @DisplayName("ends after a minute without any media")
    void noMedia() {
        stage.begin();
        stage.pass(Duration.ofMillis(59_999));
        assertThat(ended(stage.settle())).isFalse();

        stage.pass(Duration.ofMillis(1));

        stage.awaitStopped();
        assertThat(stage.awaitEnd().cause()).isEqualTo("noMedia");
        assertThat(stage.sessionsStored()).startsWith("connecting").endsWith("closed:callEnded");
    }

    @Test
    @DisplayName("outlives a lost media socket for the grace period, and begins it anew with the next loss")
    void grace() {
        stage.begin();
        stage.attach().closed(MediaEnd.FAILED);
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        MediaPort second = stage.attach();
        stage.pass(Duration.ofSeconds(30));
        second.closed(MediaEnd.CLOSED);
        stage.settle();
        stage.pass(Duration.ofMillis(4_999));
        assertThat(ended(stage.settle())).isFalse();

        stage.pass(Duration.ofMillis(1));

        assertThat(stage.awaitEnd().cause()).isEqualTo("mediaEnded");
    }

    @Test
    @DisplayName("ends when the drain is over, though its audio was never appended, and accounts for all of it")
    void drainIsBounded() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.frame(port);
        stage.frame(port);
        stage.call.tell(new CallActor.End(EndCause.SHUTDOWN));
        stage.settle();
        stage.pass(Duration.ofMillis(9_999));
        assertThat(ended(stage.settle())).isFalse();
        assertThat(stage.ledger().tracks().get(0).held()).isEqualTo(640);

        stage.pass(Duration.ofMillis(1));

        CallEvent.CallEnded end = stage.awaitEnd();
        assertThat(end.cause()).isEqualTo("shutdown");
        assertThat(end.ledger().tracks().get(0).received()).isEqualTo(640);
        assertThat(end.ledger().tracks().get(0).discarded()).containsEntry("callEnded", 640L);
    }

    @Test
    @DisplayName("tries sessions again after ever longer waits, drawn out by chance")
    void backoff() {
        stage.chance = 0.5; // of a jitter of up to one half
        stage.answer = new ConnectionEnd.Refused(503);
        stage.begin();
        long[] waits = {250, 500, 1_000, 2_000, 4_000, 6_250, 6_250, 6_250};
        for (int i = 0; i < waits.length; i++) {
            int failed = i + 1;
            await().until(() -> stage.sessions().stream()
                            .filter("recovering:upgradeRefused"::equals)
                            .count()
                    == failed);
            stage.pass(Duration.ofMillis(waits[i] - 1));
            stage.settle();
            assertThat(stage.attempts).hasValue(failed);
            stage.pass(Duration.ofMillis(1));
            await().until(() -> stage.attempts.get() == failed + 1);
        }
    }

    @Test
    @DisplayName("does not try again what would fail again")
    void fatal() {
        stage.answer = new ConnectionEnd.Refused(401);
        stage.begin();
        await().until(() -> stage.sessions().contains("closed:unauthorized"));

        stage.pass(Duration.ofSeconds(50));
        stage.frame(stage.attach());

        assertThat(stage.attempts).hasValue(1);
        assertThat(stage.sessions()).containsExactly("connecting", "closed:unauthorized", "closed:unauthorized");
    }

    @Test
    @DisplayName("waits for a token that cannot be had now, and not for one that is refused")
    void noToken() {
        stage.answer = new ConnectionEnd.NoCredential(
                new NoTokenException(NoTokenException.Kind.UNAVAILABLE, "no token for PT5S"));
        stage.begin();
        await().until(() -> stage.sessions().contains("recovering:tokenUnavailable"));

        stage.answer = new ConnectionEnd.NoCredential(
                new NoTokenException(NoTokenException.Kind.REFUSED, "Entra answered 401"));
        stage.pass(Duration.ofSeconds(1));

        await().until(() -> stage.sessions().contains("closed:identityRefused"));
        stage.pass(Duration.ofSeconds(50));
        stage.settle();
        assertThat(stage.attempts).hasValue(2);
    }

    @Test
    @DisplayName("ends, for a named cause and with balanced books, when its ingress fails")
    void ingressFails() {
        stage.begin();
        stage.frame(stage.attach());

        ingressFailsAndTheCallEnds();

        CallEvent.CallEnded end = stage.awaitEnd();
        assertThat(end.cause()).isEqualTo("internalError");
        assertThat(end.ledger().tracks().get(0).discarded()).containsEntry("callEnded", 320L);
        stage.awaitStopped();
    }

    @Test
    @DisplayName("is no more when its log fails")
    void logFails() {
        stage.begin();
        stage.fail("transcript");
        stage.awaitStopped();
    }

    @Test
    @DisplayName("goes on without a store's writer and without a coach, and still ends")
    void writerAndCoachFail() {
        stage.begin();
        stage.fail("store-writer");
        stage.fail("coach");
        stage.frame(stage.attach());
        assertThat(ended(stage.settle())).isFalse();

        stage.call.tell(new CallActor.End(EndCause.SHUTDOWN));
        stage.settle();
        stage.pass(Duration.ofSeconds(10));

        stage.awaitStopped();
    }

    @Test
    @DisplayName("ends where another owner has taken it over")
    void staleOwner() {
        stage.store = takenOver();
        stage.begin();
        stage.awaitStopped();
        assertThat(stage.summaries.receiveSeveralMessages(5))
                .last()
                .extracting(CallSummary::state)
                .isEqualTo(CallSummary.State.ENDED);
    }

    @Test
    @DisplayName(
            "knows a track's speaker from what was said of it before it joined, and who joined earlier from then on")
    void laterSetup() {
        stage.begin();
        MediaPort port = stage.attach();
        stage.frame(port);
        stage.call.tell(new CallActor.AddSetup(new CallSetup(Map.of("8:acs:a", "agent", "8:acs:b", "customer"), null)));
        stage.call.tell(new CallActor.AddSetup(new CallSetup(Map.of("8:acs:b", "candidate"), null)));
        stage.settle();

        port.frame("8:acs:b", MediaPort.NO_TIMESTAMP, false, new byte[640], 0, 640);

        List<CallEvent> log = stage.settle();
        assertThat(log.stream()
                        .filter(CallEvent.TrackJoined.class::isInstance)
                        .map(event -> ((CallEvent.TrackJoined) event).speaker()))
                .containsExactly("unknown", "candidate");
        assertThat(log).contains(new CallEvent.SpeakerChanged("t1", "agent", "unknown"));
    }

    @Test
    @DisplayName("takes a track's speaker from whoever knows better, by an event for each change")
    void speakerNamed() {
        stage.begin();
        stage.frame(stage.attach());

        assertThat(named("t1", "candidate")).isEqualTo(RemarkAnswer.TAKEN);
        assertThat(named("t1", "candidate")).isEqualTo(RemarkAnswer.TAKEN);
        assertThat(named("t1", "agent")).isEqualTo(RemarkAnswer.TAKEN);
        assertThat(named("t2", "agent")).isEqualTo(RemarkAnswer.UNKNOWN_TRACK);

        assertThat(stage.settle().stream().filter(CallEvent.SpeakerChanged.class::isInstance))
                .containsExactly(
                        new CallEvent.SpeakerChanged("t1", "candidate", "unknown"),
                        new CallEvent.SpeakerChanged("t1", "agent", "candidate"));
        TestProbe<CallSummary> summaries = stage.kit.createTestProbe(CallSummary.class);
        stage.call.tell(new CallActor.ToLog(new TranscriptActor.GetSummary(summaries.ref())));
        assertThat(summaries.receiveMessage().tracks()).containsExactly(new CallSummary.Track("t1", "agent"));
    }

    private RemarkAnswer named(String track, String speaker) {
        TestProbe<RemarkAnswer> answers = stage.kit.createTestProbe(RemarkAnswer.class);
        stage.call.tell(new CallActor.NameSpeaker(track, speaker, answers.ref()));
        return answers.receiveMessage();
    }

    @Test
    @DisplayName("accounts for audio in a format that cannot be heard, while it lives and after its ingress has failed")
    void unheardTrack() {
        stage.begin();
        MediaPort port = stage.attach();
        port.format(new PcmFormat("PCM", 8_000, 1));
        stage.frame(port);
        assertThat(stage.ledger().tracks()).hasSize(1).allSatisfy(CallActorTest::discardedAll);
        stage.pass(Duration.ofSeconds(1));
        stage.settle();

        ingressFailsAndTheCallEnds();

        assertThat(stage.awaitEnd().ledger().tracks()).hasSize(1).allSatisfy(CallActorTest::discardedAll);
    }

    private static void discardedAll(LedgerSnapshot.Track track) {
        assertThat(track.received()).isPositive();
        assertThat(track.discarded()).containsEntry("unsupportedFormat", track.received());
    }

    @Test
    @DisplayName("says once in its log that the audio's format cannot be heard")
    void formatRefused() {
        stage.begin();
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(CallActor.class);
        logger.setLevel(Level.WARN);
        logger.addAppender(logged);
        logged.start();
        try {
            MediaPort port = stage.attach();
            port.format(new PcmFormat("PCM", 8_000, 1));
            stage.frame(port);
            stage.frame(port);
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(null);
        }
        assertThat(List.copyOf(logged.list))
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .singleElement()
                .extracting(event -> String.valueOf(event.getKeyValuePairs()))
                .asString()
                .contains("call=\"c\"", "unsupportedFormat", "8000");
    }

    @Test
    @DisplayName("takes 500 flags and no more")
    void flagsAreBounded() {
        stage.begin();
        TestProbe<RemarkAnswer> answers = stage.kit.createTestProbe(RemarkAnswer.class);
        for (int i = 0; i < 500; i++) {
            stage.call.tell(new CallActor.Flag("listen", answers.ref()));
            answers.expectMessage(RemarkAnswer.TAKEN);
        }
        stage.call.tell(new CallActor.Flag("once more", answers.ref()));
        answers.expectMessage(RemarkAnswer.TOO_MANY_FLAGS);
        assertThat(stage.settle())
                .filteredOn(CallEvent.Flagged.class::isInstance)
                .hasSize(500);
    }

    @Test
    @DisplayName("takes no outcome of a hint that it has not offered")
    void unknownHint() {
        stage.begin();
        TestProbe<RemarkAnswer> answers = stage.kit.createTestProbe(RemarkAnswer.class);
        stage.call.tell(new CallActor.ReportOutcome("h1", CallEvent.Outcome.RENDERED, answers.ref()));
        answers.expectMessage(RemarkAnswer.UNKNOWN_HINT);
        assertThat(stage.settle()).noneMatch(CallEvent.HintOutcome.class::isInstance);
    }

    private void ingressFailsAndTheCallEnds() {
        stage.fail("ingress");
        await().untilAsserted(() -> {
            stage.pass(Duration.ofSeconds(10));
            assertThat(stage.store.events("c", 0, 100).toCompletableFuture().join())
                    .last()
                    .extracting(LoggedEvent::event)
                    .isInstanceOf(CallEvent.CallEnded.class);
        });
    }

    private static boolean ended(List<CallEvent> events) {
        return events.stream().anyMatch(CallEvent.CallEnded.class::isInstance);
    }

    private static CallStore takenOver() {
        CallStore memory = new MemoryCallStore(1);
        return (CallStore) Proxy.newProxyInstance(
                CallStore.class.getClassLoader(), new Class<?>[] {CallStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("append")) {
                        return CompletableFuture.failedStage(new StoreException(StoreFailure.STALE_OWNER, null));
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
