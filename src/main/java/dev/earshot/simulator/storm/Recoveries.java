package dev.earshot.simulator.storm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a track's sessions took to come back, by the call's log and by how much audio waited. Times are ms on the call
 * clock.
 *
 * <pre>
 *   session ends ──▷ the next is ready: its gate opens ──▷ caught up: what waits is no more than live audio
 *        ╰──────── to gate open ────────╯                        │
 *        ╰───────────────────── to caught up ────────────────────╯
 * </pre>
 *
 * Where the next session dies before it has caught up, the time until then counts from the first one's end.
 */
final class Recoveries {
    private static final long CAUGHT_UP_HELD_MS = 120;

    /** Around the moment at which a session is rotated out. */
    private static final long BEFORE_MS = 4_000;

    private static final long AFTER_MS = 1_000;

    private final List<Moment> moments = new ArrayList<>();
    private final List<Long> toGateOpen = new ArrayList<>();
    private final List<Long> toCaughtUp = new ArrayList<>();
    private final List<Long> heldAtRotation = new ArrayList<>();

    /** Something that happened to one track. */
    private sealed interface Moment {
        long atMs();

        String track();
    }

    private record Changed(long atMs, String track, int session, String state, String cause) implements Moment {}

    private record Held(long atMs, String track, long heldMs) implements Moment {}

    /** Where one track is. */
    private static final class Track {
        private final Set<Integer> ready = new HashSet<>();
        private final List<Held> held = new ArrayList<>();
        private @Nullable Long gateClosedAt;
        private @Nullable Long behindSince;
        private @Nullable Long rotatedAt;
    }

    /** A {@code sessionChanged} of the log. */
    void onSessionChanged(JsonNode event) {
        moments.add(new Changed(
                event.path("atMs").asLong(),
                event.path("track").asText(),
                event.path("session").asInt(),
                event.path("state").asText(),
                event.path("cause").asText()));
    }

    /** So much audio waited to be appended. */
    void onHeld(long atMs, String track, long heldMs) {
        moments.add(new Held(atMs, track, heldMs));
    }

    /** To be asked when all has been told. */
    void conclude() {
        moments.sort(Comparator.comparingLong(Moment::atMs));
        Map<String, Track> tracks = new HashMap<>();
        for (Moment moment : moments) {
            Track track = tracks.computeIfAbsent(moment.track(), any -> new Track());
            if (moment instanceof Changed changed) {
                onChanged(track, changed);
            } else if (moment instanceof Held held) {
                onHeld(track, held);
            }
        }
    }

    Figures toGateOpen() {
        return Figures.of(toGateOpen);
    }

    Figures toCaughtUp() {
        return Figures.of(toCaughtUp);
    }

    /** The most audio that waited, in ms, when a session was rotated and the track was not behind already. */
    Figures heldAtRotation() {
        return Figures.of(heldAtRotation);
    }

    private void onChanged(Track track, Changed changed) {
        switch (changed.state()) {
            case "ready" -> onReady(track, changed);
            case "closed", "recovering", "rotating" -> onEnded(track, changed);
            default -> {}
        }
    }

    private void onReady(Track track, Changed changed) {
        track.ready.add(changed.session());
        if (track.gateClosedAt != null) {
            toGateOpen.add(changed.atMs() - track.gateClosedAt);
            track.gateClosedAt = null;
        }
    }

    private void onEnded(Track track, Changed changed) {
        if (changed.cause().equals("sessionExpiring") || changed.cause().equals("callEnded")) {
            return;
        }
        if (changed.cause().equals("rotated")) {
            track.ready.remove(changed.session());
            onRotated(track, changed.atMs());
        } else if (track.ready.remove(changed.session())) {
            track.rotatedAt = null;
            track.behindSince = track.behindSince == null ? changed.atMs() : track.behindSince;
            if (track.ready.isEmpty()) {
                track.gateClosedAt = changed.atMs();
            } else {
                toGateOpen.add(0L);
            }
        }
    }

    /** The audio that waits is the old session's doing and the new one's: it is looked at a moment later. */
    private static void onRotated(Track track, long atMs) {
        if (track.behindSince == null) {
            track.rotatedAt = atMs;
        }
    }

    private void onHeld(Track track, Held held) {
        track.held.removeIf(old -> old.atMs() < held.atMs() - BEFORE_MS - AFTER_MS);
        track.held.add(held);
        if (track.rotatedAt != null && held.atMs() >= track.rotatedAt + AFTER_MS) {
            heldAtRotation.add(track.held.stream().mapToLong(Held::heldMs).max().orElse(0));
            track.rotatedAt = null;
        }
        if (track.behindSince != null && track.gateClosedAt == null && held.heldMs() <= CAUGHT_UP_HELD_MS) {
            toCaughtUp.add(held.atMs() - track.behindSince);
            track.behindSince = null;
        }
    }
}
