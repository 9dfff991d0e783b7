package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.earshot.transcript.CallEvent.Health;
import dev.earshot.transcript.CallEvent.MediaState;
import dev.earshot.transcript.CallEvent.SessionState;
import dev.earshot.transcript.CallEvent.TrackHealth;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** How a living call does, in one word: the worst that is true of it. */
public enum CallHealth {
    /** The media socket is gone, and may come back. */
    LOST("lost"),
    /** The media socket is there, and no frame arrives. Silence arrives as frames. */
    STALLED("stalled"),
    /** Somebody's words have no text: their session is away, or says nothing. */
    RECOVERING("recovering"),
    /** No track yet, or none that a session has begun to hear. */
    STARTING("starting"),
    OK("ok");

    /** Text that is later than this is late. */
    private static final long TEXT_LATE_MS = 5_000;

    private static final Set<SessionState> AWAY = EnumSet.of(SessionState.RECOVERING, SessionState.CLOSED);
    private static final Set<SessionState> ON_ITS_WAY = EnumSet.of(SessionState.CONNECTING, SessionState.CONFIGURING);

    private final String wireName;

    CallHealth(String wireName) {
        this.wireName = wireName;
    }

    static CallHealth of(Health health) {
        if (health.tracks().isEmpty()) {
            return STARTING;
        }
        return Arrays.stream(values())
                .filter(state -> state.holdsOf(health))
                .findFirst()
                .orElse(OK);
    }

    private boolean holdsOf(Health health) {
        return switch (this) {
            case LOST -> health.media() == MediaState.LOST;
            case STALLED -> health.media() == MediaState.SILENT;
            case RECOVERING -> health.tracks().stream().anyMatch(CallHealth::unheard);
            case STARTING -> health.tracks().stream().anyMatch(track -> ON_ITS_WAY.contains(track.session()));
            case OK -> true;
        };
    }

    private static boolean unheard(TrackHealth track) {
        return AWAY.contains(track.session()) || track.textBehindMs() >= TEXT_LATE_MS;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
