package dev.earshot.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AudioIngressActorTest {

    private static final ActorTestKit kit = ActorTestKit.create();

    private final TestProbe<AudioIngressActor.Notice> parent = kit.createTestProbe();
    private final TestProbe<MediaPort> ports = kit.createTestProbe();
    private final TestProbe<MediaReport> reports = kit.createTestProbe();
    private final AtomicInteger closed = new AtomicInteger();
    private final ActorRef<AudioIngressActor.Command> ingress = kit.spawn(
            AudioIngressActor.create("c-1", IngressSettings.ofDefaults(), () -> 0, AudioOrder.NONE, parent.ref()));

    @AfterAll
    static void shutdown() {
        kit.shutdownTestKit();
    }

    @Test
    void theParentLearnsOfSocketsTracksAndGapsAsTheyCome() {
        MediaPort port = open();
        parent.expectMessage(new AudioIngressActor.MediaAttached());
        port.format(PcmFormat.DEFAULT);
        port.frame("8:acs:x", 1_700_000_000_000_000L, false, new byte[640], 0, 640);
        AudioTrack track =
                parent.expectMessageClass(AudioIngressActor.TrackJoined.class).track();
        assertThat(track.trackId()).isEqualTo("t1");
        for (long frame = 0; frame < 4; frame++) {
            port.frame("8:acs:x", 1_700_000_000_220_000L + 20_000 * frame, false, new byte[640], 0, 640);
        }
        parent.expectMessage(new AudioIngressActor.Gap(track, 20, 220, 3_200));
        port.closed(MediaEnd.FAILED);
        parent.expectMessage(new AudioIngressActor.MediaLost(MediaEnd.FAILED));
    }

    @Test
    void afterTheEndOfTheMediaWhatIsHeldCanStillBeReadToItsEnd() {
        MediaPort port = open();
        port.frame(null, MediaPort.NO_TIMESTAMP, false, new byte[640], 0, 640);
        ingress.tell(new AudioIngressActor.EndMedia());
        ingress.tell(new AudioIngressActor.Report(reports.ref()));
        AudioTrack track = reports.receiveMessage().tracks().get(0);

        var reading = track.feed().resume(() -> {});
        assertThat(reading.finished()).isFalse();
        assertThat(reading.read(new byte[640], 320)).isEqualTo(320);
        assertThat(reading.finished()).isTrue();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aTrackOfWhichNothingCouldBeHeardIsInTheReportWhileTheCallLives() {
        MediaPort port = open();
        port.format(new PcmFormat("OPUS", 48_000, 2));
        port.frame("8:acs:x", MediaPort.NO_TIMESTAMP, false, new byte[640], 0, 640);
        ingress.tell(new AudioIngressActor.Report(reports.ref()));

        MediaReport report = reports.receiveMessage();

        assertThat(report.media()).isEqualTo(MediaReport.State.RECEIVING);
        assertThat(report.ledger().tracks())
                .singleElement()
                .extracting("trackId", "participant", "received", "discarded")
                .containsExactly("t1", "8:acs:x", 320L, Map.of(DiscardReason.UNSUPPORTED_FORMAT, 320L));
        assertThat(report.ledger().balances()).isTrue();
    }

    @Test
    void closingBooksWhatNobodyReadAndAnswersWithTheLastReport() {
        MediaPort port = open();
        port.frame(null, MediaPort.NO_TIMESTAMP, false, new byte[640], 0, 640);
        ingress.tell(new AudioIngressActor.Close(DiscardReason.CALL_ENDED, reports.ref()));

        MediaReport last = reports.receiveMessage();

        assertThat(last.media()).isEqualTo(MediaReport.State.LOST);
        assertThat(last.ledger().tracks().get(0).discarded()).containsExactly(entry(DiscardReason.CALL_ENDED, 320L));
        assertThat(last.ledger().balances()).isTrue();
        parent.expectTerminated(ingress);
    }

    private MediaPort open() {
        ingress.tell(new AudioIngressActor.Attach(ports.ref()));
        MediaPort port = ports.receiveMessage();
        port.opened(closed::incrementAndGet);
        return port;
    }
}
