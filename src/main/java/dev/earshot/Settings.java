package dev.earshot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.earshot.acs.MediaLimits;
import dev.earshot.call.CallDirectorySettings;
import dev.earshot.call.CallSettings;
import dev.earshot.call.CallSoFar;
import dev.earshot.call.SessionBackoff;
import dev.earshot.call.SessionRotation;
import dev.earshot.coaching.Coaching;
import dev.earshot.coaching.playbook.Playbook;
import dev.earshot.coaching.playbook.Playbooks;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.ingress.TapeMemory;
import dev.earshot.realtime.RealtimeEndpoint;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.Turns;
import dev.earshot.recorder.RecorderSettings;
import dev.earshot.server.ServerSettings;
import dev.earshot.transcript.StoreWriterSettings;
import dev.earshot.transcript.TranscriptActor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings, read once and valid. {@code conf/earshot.conf} says what each of them is for.
 *
 * @param audioThreads that carry audio; at least 1
 * @param rehearsal how long a made-up call may warm the JVM up before the doors open
 * @param media what one media socket may bring
 * @param access who may come in
 * @param phone whether and how phone calls are answered
 * @param recorder where calls are recorded, null where they are not
 */
public record Settings(
        ServerSettings server,
        int audioThreads,
        Duration rehearsal,
        RealtimeEndpoint realtime,
        CallSettings call,
        CallDirectorySettings directory,
        StoreSettings store,
        MediaLimits media,
        AccessSettings access,
        PhoneSettings phone,
        @Nullable RecorderSettings recorder) {

    private static final int MAX_LISTED = 200;
    private static final Duration LIST_EVERY = Duration.ofMillis(500);
    private static final Duration DAY = Duration.ofDays(1);

    /** What an end takes beside the drain: the store's last events, the consoles' goodbye. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(15);

    /** How long an orderly end may take at most. */
    public Duration stopTimeout() {
        return call.drain().plus(STOP_MARGIN);
    }

    /** The defaults with the environment's values: what {@code main} starts with. */
    public static Config loadConfig() {
        return ConfigFactory.parseResourcesAnySyntax("earshot")
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    /**
     * Reads and checks all of them.
     *
     * @throws CheckedConfig.InvalidSetting with the key, the value and what is allowed
     */
    public static Settings from(Config config) {
        CheckedConfig checked = new CheckedConfig(config);
        AccessSettings access = AccessSettings.read(checked);
        return new Settings(
                new ServerSettings(
                        checked.text("earshot.http.host", ".+", "a host name or address"),
                        checked.integer("earshot.http.port", 0, 65_535),
                        checked.integer("earshot.admin.port", 0, 65_535)),
                audioThreads(checked),
                checked.duration("earshot.audio.rehearsal", Duration.ZERO, Duration.ofMinutes(1)),
                RealtimeProvider.endpoint(checked),
                call(checked),
                new CallDirectorySettings(
                        checked.integer("earshot.call.max-calls", 1, 100_000), MAX_LISTED, LIST_EVERY),
                StoreSettings.read(checked),
                new MediaLimits(
                        checked.integer("earshot.call.max-media-message-bytes", 1_024, 16 * 1024 * 1024),
                        checked.integer("earshot.call.max-media-messages-per-second", 200, 100_000)),
                access,
                PhoneSettings.read(checked),
                RecordedConfig.recorder(checked));
    }

    private static int audioThreads(CheckedConfig checked) {
        int threads = checked.integer("earshot.audio.threads", 0, 256);
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static CallSettings call(CheckedConfig checked) {
        return new CallSettings(
                checked.duration("earshot.call.media-due", Duration.ofSeconds(1), DAY),
                checked.duration("earshot.call.grace", Duration.ZERO, Duration.ofHours(1)),
                checked.duration("earshot.call.drain", Duration.ofMillis(100), Duration.ofMinutes(5)),
                backoff(checked),
                rotation(checked),
                soFar(checked),
                RedactionSettings.read(checked),
                ingress(checked),
                session(checked),
                new Turns.Settings(
                        checked.duration(
                                "earshot.realtime.transcription-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                        checked.duration(
                                "earshot.realtime.silence-margin", Duration.ofSeconds(1), Duration.ofSeconds(30)),
                        checked.duration(
                                "earshot.realtime.unheard-margin", Duration.ofSeconds(1), Duration.ofSeconds(60)),
                        checked.duration("earshot.realtime.same-start", Duration.ofMillis(100), Duration.ofSeconds(5))),
                new TranscriptActor.Settings(checked.integer("earshot.call.max-events", 100, 1_000_000)),
                StoreWriterSettings.spillingAfter(
                        checked.duration("earshot.redis.spill-after", Duration.ZERO, Duration.ofMinutes(10))),
                coaching(checked));
    }

    private static IngressSettings ingress(CheckedConfig checked) {
        Duration tape = checked.duration("earshot.call.tape", Duration.ofSeconds(1), Duration.ofMinutes(10));
        return new IngressSettings(
                tape,
                checked.integer("earshot.call.max-tracks", 1, 64),
                CallTiming.settings(checked, tape),
                TapeMemory.ofBytes(tapeMemory(checked)));
    }

    /** The JVM gives as much outside its heap as inside, and sockets need of it too. */
    private static long tapeMemory(CheckedConfig checked) {
        long megabytes = checked.integer("earshot.call.tape-memory-mb", 0, 1 << 20);
        return megabytes == 0 ? Runtime.getRuntime().maxMemory() / 2 : megabytes << 20;
    }

    private static SessionBackoff backoff(CheckedConfig checked) {
        Duration min = checked.duration("earshot.realtime.backoff.min", Duration.ofMillis(10), Duration.ofMinutes(1));
        return new SessionBackoff(
                min,
                checked.duration("earshot.realtime.backoff.max", min, Duration.ofMinutes(10)),
                checked.number("earshot.realtime.backoff.jitter", 0, 1),
                checked.duration("earshot.realtime.stable-after", Duration.ofSeconds(1), DAY),
                checked.integer("earshot.realtime.max-handshakes", 1, 1_000));
    }

    private static SessionRotation rotation(CheckedConfig checked) {
        return new SessionRotation(
                checked.duration("earshot.realtime.rotation.margin", Duration.ofSeconds(1), Duration.ofMinutes(30)),
                checked.duration("earshot.realtime.rotation.latest", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                checked.duration("earshot.realtime.rotation.finish", Duration.ZERO, Duration.ofMinutes(1)));
    }

    private static CallSoFar.Limits soFar(CheckedConfig checked) {
        return new CallSoFar.Limits(
                checked.integer("earshot.realtime.seed.items", 0, 500),
                checked.integer("earshot.realtime.seed.chars", 200, 200_000));
    }

    private static SessionContext.Settings session(CheckedConfig checked) {
        return new SessionContext.Settings(
                SessionSettings.configuration(checked),
                new SessionContext.AppendLimits(
                        checked.number("earshot.realtime.backlog-factor", 1, 3),
                        checked.duration("earshot.realtime.append-chunk", Duration.ofMillis(20), Duration.ofSeconds(1)),
                        1_000),
                checked.duration("earshot.realtime.handshake-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                checked.duration("earshot.realtime.last-words", Duration.ZERO, Duration.ofSeconds(10)),
                checked.duration("earshot.realtime.read-timeout", Duration.ZERO, Duration.ofHours(1)),
                checked.duration("earshot.realtime.word-timeout", Duration.ZERO, Duration.ofMinutes(5)));
    }

    private static Coaching coaching(CheckedConfig checked) {
        Path folder = Path.of(checked.text("earshot.coaching.playbooks", ".+", "a folder"));
        try {
            Map<String, Playbook> playbooks = Playbooks.load(folder);
            return new Coaching(playbooks, checked.oneOf("earshot.coaching.playbook", List.copyOf(playbooks.keySet())));
        } catch (Playbooks.Invalid e) {
            throw new CheckedConfig.InvalidSetting(String.valueOf(e.getMessage()));
        }
    }
}
