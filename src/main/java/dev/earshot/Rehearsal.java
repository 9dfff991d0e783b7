package dev.earshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.earshot.acs.RehearsedMedia;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.CallAudio;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaEnd;
import dev.earshot.ingress.PcmFormat;
import dev.earshot.realtime.RehearsedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A call that nobody makes: its frames go the whole way but the sockets, in a time of their own. Before the JVM has compiled that
 * way a frame takes fifty times as long; after a rehearsal the first real call need not be the one that waits for it.
 *
 * <pre>
 *   message ─▷ media socket ─▷ port ─▷ tape ─▷ resampler ─▷ append ─▷ session socket ─▷ counted
 * </pre>
 */
final class Rehearsal {

    private static final int FRAME_MS = 20;
    private static final int FRAME_BYTES = 640;

    /** Messages that are made; after them their times begin again. */
    private static final int MESSAGES = 500;

    private static final int SETTLE_EVERY = 50;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String METADATA =
            "{\"kind\":\"AudioMetadata\",\"audioMetadata\":{\"subscriptionId\":\"rehearsal\",\"encoding\":\"PCM\","
                    + "\"sampleRate\":16000,\"channels\":1,\"length\":640}}";

    private final byte[][] messages = new byte[MESSAGES][];
    private final RehearsedSession session = new RehearsedSession(() -> callMs() * 1_000_000);
    private final CallAudio audio;
    private final RehearsedMedia media;
    private @Nullable AudioTrack track;
    private int frames;

    Rehearsal() {
        audio = new CallAudio("rehearsal", IngressSettings.ofDefaults(), this::callMs, new Joining());
        media = new RehearsedMedia(audio.port());
        media.receive(RehearsedMedia.frame(METADATA.getBytes(UTF_8)));
        byte[] pcm = new byte[FRAME_BYTES];
        new Random(0).nextBytes(pcm);
        String data = Base64.getEncoder().encodeToString(pcm);
        for (int i = 0; i < MESSAGES; i++) {
            messages[i] = message(BEGIN.plusMillis((long) i * FRAME_MS), data);
        }
    }

    /** Rehearses until the JVM has little of that way left to compile, and for about so long at most. */
    static void run(Duration atMost) {
        CompilerRest rest = CompilerRest.ofThisJvm();
        long until = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < until && !rest.reachedAt(System.nanoTime())) {
            Rehearsal rehearsal = new Rehearsal();
            for (int i = 0; i < MESSAGES && System.nanoTime() < until; i++) {
                rehearsal.frame();
            }
            rehearsal.end();
        }
    }

    /** One frame; returns the bytes that left for it. */
    int frame() {
        media.receive(messages[frames % MESSAGES]);
        frames++;
        if (track != null && frames % SETTLE_EVERY == 0) {
            track.feed().settle(track.tape().cursor());
        }
        return session.run();
    }

    /** What was strange about it: nothing, or it would fill the log. */
    Map<MediaAnomaly, Long> anomalies() {
        return audio.report().anomalies();
    }

    void end() {
        audio.end();
        session.end();
        media.end();
    }

    private long callMs() {
        return (long) frames * FRAME_MS;
    }

    private static byte[] message(Instant time, String data) {
        String text = "{\"kind\":\"AudioData\",\"audioData\":{\"timestamp\":\"" + time
                + "\",\"participantRawID\":\"8:acs:rehearsal\",\"data\":\"" + data + "\",\"silent\":false}}";
        return RehearsedMedia.frame(text.getBytes(UTF_8));
    }

    private final class Joining implements CallAudio.Listener {
        @Override
        public void onTrackJoined(AudioTrack joined) {
            track = joined;
            session.hear(joined.feed());
        }

        @Override
        public void onGap(AudioTrack heard, long startMs, long endMs, long samples) {}

        @Override
        public void onFormatRefused(PcmFormat format) {}

        @Override
        public void onOpened() {}

        @Override
        public void onLost(MediaEnd cause) {}
    }
}
