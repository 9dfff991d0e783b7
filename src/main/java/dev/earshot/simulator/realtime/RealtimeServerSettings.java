package dev.earshot.simulator.realtime;

import dev.earshot.simulator.speech.SpeechEngine;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** How a realtime server runs. Immutable. */
public final class RealtimeServerSettings {

    private static final Duration SESSION = Duration.ofMinutes(60);
    private static final Duration THINKING = Duration.ofMillis(150);

    private String host = "127.0.0.1";
    private int port;
    private final SpeechEngine engine;
    private Duration sessionDuration = SESSION;
    private boolean expiryTold;
    private Duration responseTime = THINKING;
    private int keptPcmBytes;
    private int keptEvents;
    private Access access = Access.ANYONE;

    private RealtimeServerSettings(SpeechEngine engine) {
        this.engine = engine;
    }

    /** On the loopback address, on any port, open to anyone, with the real service's times. */
    public static RealtimeServerSettings with(SpeechEngine engine) {
        return new RealtimeServerSettings(engine);
    }

    /** Where to listen; port 0 takes any. */
    public RealtimeServerSettings at(String anyHost, int anyPort) {
        return edit(copy -> {
            copy.host = anyHost;
            copy.port = anyPort;
        });
    }

    /** What {@code expires_at} says, and what is held to. */
    public RealtimeServerSettings withSessionDuration(Duration duration) {
        return edit(copy -> copy.sessionDuration = duration);
    }

    /** A session whose time is up says so in an {@code error} event before it closes, as it did in the past. */
    public RealtimeServerSettings tellingExpiry() {
        return edit(copy -> copy.expiryTold = true);
    }

    /** What an answer takes to think of. */
    public RealtimeServerSettings withResponseTime(Duration time) {
        return edit(copy -> copy.responseTime = time);
    }

    /** Audio kept for {@link SessionRecord#receivedPcm}, in bytes a session. */
    public RealtimeServerSettings keepingPcm(int bytes) {
        return edit(copy -> copy.keptPcmBytes = bytes);
    }

    /** Events kept for {@link SessionRecord#sent} and {@link SessionRecord#received}, of each so many a session. */
    public RealtimeServerSettings keepingEvents(int events) {
        return edit(copy -> copy.keptEvents = events);
    }

    /** Whose service this is to be; they differ in path, in how they refuse, and in small things. */
    public RealtimeServerSettings like(Vendor vendor) {
        return edit(
                copy -> copy.access = new Access(vendor, access.key(), access.models(), access.transcriptionModels()));
    }

    /** The key that clients must show; empty takes any. */
    public RealtimeServerSettings withKey(String key) {
        return edit(
                copy -> copy.access = new Access(access.vendor(), key, access.models(), access.transcriptionModels()));
    }

    /** The models (or deployments) that there are; none means that every name is one. */
    public RealtimeServerSettings withModels(Set<String> models) {
        return edit(copy -> copy.access =
                new Access(access.vendor(), access.key(), Set.copyOf(models), access.transcriptionModels()));
    }

    /** The same for transcription: with another model, each turn ends with {@code DeploymentNotFound}. */
    public RealtimeServerSettings withTranscriptionModels(Set<String> models) {
        return edit(
                copy -> copy.access = new Access(access.vendor(), access.key(), access.models(), Set.copyOf(models)));
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    SpeechEngine engine() {
        return engine;
    }

    Duration sessionDuration() {
        return sessionDuration;
    }

    boolean expiryTold() {
        return expiryTold;
    }

    Duration responseTime() {
        return responseTime;
    }

    int keptPcmBytes() {
        return keptPcmBytes;
    }

    int keptEvents() {
        return keptEvents;
    }

    Access access() {
        return access;
    }

    private RealtimeServerSettings edit(Consumer<RealtimeServerSettings> change) {
        RealtimeServerSettings copy = new RealtimeServerSettings(engine);
        copy.host = host;
        copy.port = port;
        copy.sessionDuration = sessionDuration;
        copy.expiryTold = expiryTold;
        copy.responseTime = responseTime;
        copy.keptPcmBytes = keptPcmBytes;
        copy.keptEvents = keptEvents;
        copy.access = access;
        change.accept(copy);
        return copy;
    }
}
