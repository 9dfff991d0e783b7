package dev.earshot.call;

import com.typesafe.config.ConfigFactory;
import dev.earshot.Settings;
import dev.earshot.ingress.MediaPort;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.FakeService;
import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LedgerSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.Storage;
import dev.earshot.transcript.TranscriptActor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** A call with one track or more, its real sessions, and a service that says what the test wants, in the test's time. */
final class FakedCall implements AutoCloseable {
    static final Duration HOUR = Duration.ofHours(1);
    private static final int RATE = 24_000;
    private static final Settings SETTINGS = Settings.from(ConfigFactory.parseMap(Map.of(
                    "earshot.realtime.backoff.jitter", 0,
                    "earshot.coaching.asks-per-minute", 0,
                    "earshot.call.media-due", "1h"))
            .withFallback(Settings.loadConfig()));

    final FakeService service;
    private final ActorTestKit kit;
    private final ActorRef<CallActor.Command> call;
    private final TestProbe<CallSnapshot> answers;
    private final long begin = FakeService.millis();
    private final List<String> participants;
    private @Nullable MediaPort port;

    FakedCall(ActorTestKit kit) {
        this(kit, 1);
    }

    FakedCall(ActorTestKit kit, int tracks) {
        this(kit, tracks, FakeService.knownToAnswer());
    }

    FakedCall(ActorTestKit kit, int tracks, ProbeEvidence evidence) {
        this.kit = kit;
        this.participants = IntStream.rangeClosed(1, tracks)
                .mapToObj(track -> "8:acs:p" + track)
                .toList();
        this.service = new FakeService(kit.system());
        this.answers = kit.createTestProbe(CallSnapshot.class);
        TestProbe<CallSummary> summaries = kit.createTestProbe(CallSummary.class);
        this.call = kit.spawn(CallActor.create(new CallContext(
                "c",
                7,
                Instant.EPOCH,
                CallSetup.NOTHING_KNOWN,
                SETTINGS.call(),
                () -> FakeService.millis() - begin,
                service,
                Storage.of(new MemoryCallStore(1)),
                new Random(0),
                new SimpleMeterRegistry(),
                summaries.ref(),
                service.meter(),
                evidence,
                FakeService.clocks(),
                CallRecorder.NONE)));
        FakeService.awaitQuiet();
    }

    /** The media socket comes, and with it the track. */
    FakedCall joins() {
        TestProbe<MediaPort> ports = kit.createTestProbe(MediaPort.class);
        call.tell(new CallActor.AttachMedia(ports.ref()));
        port = ports.receiveMessage();
        port.opened(() -> {});
        port.format(new PcmFormat("PCM", RATE, 1));
        return silence(100);
    }

    /** The newest session is brought to be ready, to live for so long. */
    FakedCall ready(Duration life) {
        service.newest().greets(life);
        FakeService.awaitQuiet();
        service.newest().acknowledges(life);
        return this;
    }

    /** 20 ms of silence arrive, and no time passes. */
    void frame() {
        arrives(new byte[RATE / 50 * 2]);
        FakeService.awaitQuiet();
    }

    FakedCall silence(int ms) {
        return audio(ms, 0);
    }

    FakedCall sound(int ms) {
        return audio(ms, 8_000);
    }

    /** How far on the track audio has been appended. */
    long appendedUntilMs() {
        LedgerSnapshot.Track track = ledger().get(0);
        return (track.received() - track.held()) * 1_000 / RATE;
    }

    /** How much audio waits, in ms, by the track that it is of. */
    Map<String, Long> heldMs() {
        return ledger().stream()
                .collect(Collectors.toMap(LedgerSnapshot.Track::trackId, track -> track.held() * 1_000 / RATE));
    }

    private List<LedgerSnapshot.Track> ledger() {
        TestProbe<LedgerSnapshot> ledgers = kit.createTestProbe(LedgerSnapshot.class);
        call.tell(new CallActor.GetLedger(ledgers.ref()));
        return ledgers.receiveMessage().tracks();
    }

    private FakedCall audio(int ms, int amplitude) {
        byte[] frame = new byte[RATE / 10 * 2];
        for (int i = 0; i < frame.length; i += 2) {
            int sample = i % 64 < 32 ? amplitude : -amplitude;
            frame[i] = (byte) sample;
            frame[i + 1] = (byte) (sample >> 8);
        }
        for (int at = 0; at < ms; at += 100) {
            arrives(frame);
            FakeService.pass(Duration.ofMillis(100));
        }
        return this;
    }

    private void arrives(byte[] frame) {
        participants.forEach(
                participant -> port.frame(participant, MediaPort.NO_TIMESTAMP, false, frame, 0, frame.length));
    }

    FakedCall pass(Duration duration) {
        FakeService.pass(duration);
        return this;
    }

    void end() {
        call.tell(new CallActor.End(EndCause.SHUTDOWN));
        FakeService.pass(Duration.ofSeconds(30));
    }

    private List<CallEvent> events() {
        FakeService.awaitQuiet();
        call.tell(new CallActor.ToLog(new TranscriptActor.GetEvents(0, 10_000, answers.ref())));
        return answers.receiveMessage().events().stream()
                .map(LoggedEvent::event)
                .map(CallEvent.class::cast)
                .toList();
    }

    /** {@code 1 ready}, {@code 1 closed:rotated} … */
    List<String> sessions() {
        return events().stream()
                .filter(CallEvent.SessionChanged.class::isInstance)
                .map(CallEvent.SessionChanged.class::cast)
                .map(changed -> changed.session() + " " + changed.state().wireName()
                        + (changed.cause() == null ? "" : ":" + changed.cause()))
                .toList();
    }

    /** The tracks that no session is going to hear any more, and why. */
    Map<String, String> givenUp() {
        Map<String, String> causes = new HashMap<>();
        events().stream()
                .filter(CallEvent.SessionChanged.class::isInstance)
                .map(CallEvent.SessionChanged.class::cast)
                .filter(changed -> changed.track() != null)
                .forEach(changed -> {
                    if (changed.state() == CallEvent.SessionState.CLOSED && !"rotated".equals(changed.cause())) {
                        causes.put(changed.track(), changed.cause());
                    } else if (changed.state() != CallEvent.SessionState.CLOSED) {
                        causes.remove(changed.track());
                    }
                });
        return causes;
    }

    /** {@code t1-u1 Hello.} … */
    List<String> finals() {
        return events().stream()
                .filter(CallEvent.UtteranceFinal.class::isInstance)
                .map(CallEvent.UtteranceFinal.class::cast)
                .map(said -> said.utterance() + " " + said.text())
                .toList();
    }

    @Override
    public void close() {
        kit.stop(call);
        FakeService.awaitQuiet();
    }
}
