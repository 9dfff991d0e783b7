package dev.earshot.ingress;

import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Owns the media stream of one call: hands out ports, ends the tracks, reports. Frames never pass through here.
 *
 * <pre>
 *   Attach ──▶ MediaPort ═frames═▶ CallAudio ═▶ Tape (one per track)
 *                                     │ Notice
 *                                     ▼
 *                                  parent
 * </pre>
 */
public final class AudioIngressActor extends AbstractBehavior<AudioIngressActor.Command> {

    /** What it is asked. */
    public sealed interface Command {}

    /** A socket wants to bring audio. Its port supersedes an older one once it is opened; after the end it closes at once. */
    public record Attach(ActorRef<MediaPort> replyTo) implements Command {}

    /** How does the call's audio stand? */
    public record Report(ActorRef<MediaReport> replyTo) implements Command {}

    /** The call ends: its socket closes and its tracks end, so that a reader comes to their end and is finished. */
    public record EndMedia() implements Command {}

    /** Nobody will read any more: ends the media, gives up on what is held, answers with the last report, and stops. */
    public record Close(DiscardReason reason, ActorRef<MediaReport> replyTo) implements Command {}

    /** What the call is told. */
    public sealed interface Notice {}

    /** The track's first samples are on its tape. */
    public record TrackJoined(AudioTrack track) implements Notice {}

    /** The call has a media socket, a new one perhaps. */
    public record MediaAttached() implements Notice {}

    /** The call has no media socket any more. Not told of one that a newer one superseded, nor after the end. */
    public record MediaLost(MediaEnd cause) implements Notice {}

    /** {@code samples} samples between {@code startMs} and {@code endMs} (call clock) never arrived. */
    public record Gap(AudioTrack track, long startMs, long endMs, long samples) implements Notice {}

    /** Told once a call: the stream announced what cannot be heard. */
    public record FormatRefused(PcmFormat format) implements Notice {}

    private final CallAudio audio;
    private final AudioOrder order;

    /**
     * One call's way in, without a socket yet.
     *
     * @param callClockMs ms since the call began; monotonic, asked from any thread
     * @param order in which things happen to its audio
     * @param parent told from the media stream's thread, in order
     */
    public static Behavior<Command> create(
            String callId,
            IngressSettings settings,
            LongSupplier callClockMs,
            AudioOrder order,
            ActorRef<Notice> parent) {
        return Behaviors.setup(context -> new AudioIngressActor(
                context, new CallAudio(callId, settings, callClockMs, new ToParent(parent), order), order));
    }

    private AudioIngressActor(ActorContext<Command> context, CallAudio audio, AudioOrder order) {
        super(context);
        this.audio = audio;
        this.order = order;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Attach.class, this::onAttach)
                .onMessage(Report.class, this::onReport)
                .onMessage(EndMedia.class, this::onEndMedia)
                .onMessage(Close.class, this::onClose)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onAttach(Attach attach) {
        attach.replyTo().tell(audio.port());
        return this;
    }

    private Behavior<Command> onReport(Report report) {
        report.replyTo().tell(order.between(audio::report));
        return this;
    }

    private Behavior<Command> onEndMedia(EndMedia endMedia) {
        order.between(this::end);
        return this;
    }

    private Behavior<Command> onClose(Close close) {
        close.replyTo().tell(order.between(() -> {
            audio.end();
            audio.discardHeld(close.reason());
            return audio.report();
        }));
        return Behaviors.stopped();
    }

    private Behavior<Command> onPostStop(PostStop stop) {
        return order.between(this::end);
    }

    private Behavior<Command> end() {
        audio.end();
        return this;
    }

    private record ToParent(ActorRef<Notice> parent) implements CallAudio.Listener {

        @Override
        public void onTrackJoined(AudioTrack track) {
            parent.tell(new TrackJoined(track));
        }

        @Override
        public void onGap(AudioTrack track, long startMs, long endMs, long samples) {
            parent.tell(new Gap(track, startMs, endMs, samples));
        }

        @Override
        public void onFormatRefused(PcmFormat format) {
            parent.tell(new FormatRefused(format));
        }

        @Override
        public void onOpened() {
            parent.tell(new MediaAttached());
        }

        @Override
        public void onLost(MediaEnd cause) {
            parent.tell(new MediaLost(cause));
        }
    }
}
