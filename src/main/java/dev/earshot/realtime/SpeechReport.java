package dev.earshot.realtime;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Tells what a session hears, at its place on the track. Confined to its session. */
final class SpeechReport {
    private final int session;
    private final SessionConfiguration configuration;
    private final ActorRef<SessionNotice> owner;
    private @Nullable SessionClock clock;
    private @Nullable String openItem;

    SpeechReport(int session, SessionConfiguration configuration, ActorRef<SessionNotice> owner) {
        this.session = session;
        this.configuration = configuration;
        this.owner = owner;
    }

    /** The session is going to hear a track of this rate. */
    void onTrack(int sampleRate) {
        clock = new SessionClock(sampleRate);
    }

    /** From sample {@code sent} of the session on, it hears the track from {@code position} on. */
    void onAppending(long sent, long position) {
        if (clock != null) {
            clock.startPiece(sent, position);
            if (sent == 0) {
                owner.tell(new SessionNotice.Hearing(session, position));
            }
        }
    }

    /** The turn that is open, if one is, ends at {@code position}; whether there was one. */
    boolean endOpenTurn(long position) {
        if (openItem == null) {
            return false;
        }
        owner.tell(new SessionNotice.SpeechStopped(session, openItem, position, position));
        openItem = null;
        return true;
    }

    /** Whether the event is about what was heard. */
    boolean onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.SpeechStarted started) {
            openItem = started.itemId();
            owner.tell(new SessionNotice.SpeechStarted(
                    session, started.itemId(), position(started.audioStartMs()), speechStart(started.audioStartMs())));
        } else if (event instanceof ServerEvent.SpeechStopped stopped) {
            openItem = null;
            owner.tell(new SessionNotice.SpeechStopped(
                    session,
                    stopped.itemId(),
                    position(stopped.audioEndMs()),
                    position(Math.max(0, stopped.audioEndMs() - configuration.silenceDurationMs()))));
        } else if (event instanceof ServerEvent.TurnCommitted committed) {
            owner.tell(new SessionNotice.TurnCommitted(session, committed.itemId(), committed.previousItemId()));
        } else if (event instanceof ServerEvent.ItemDeleted deleted) {
            owner.tell(new SessionNotice.TurnDeleted(session, deleted.itemId()));
        } else {
            return onTranscript(event);
        }
        return true;
    }

    private boolean onTranscript(ServerEvent event) {
        if (event instanceof ServerEvent.TranscriptDelta delta) {
            owner.tell(new SessionNotice.TranscriptDelta(session, delta.itemId(), delta.contentIndex(), delta.delta()));
        } else if (event instanceof ServerEvent.TranscriptCompleted completed) {
            owner.tell(new SessionNotice.TranscriptCompleted(
                    session, completed.itemId(), completed.contentIndex(), completed.transcript()));
        } else if (event instanceof ServerEvent.TranscriptFailed failed) {
            owner.tell(
                    new SessionNotice.TranscriptFailed(session, failed.itemId(), failed.contentIndex(), failed.code()));
        } else {
            return false;
        }
        return true;
    }

    /** The service counts the prefix in; where it says 0 there was less than a whole one. */
    private long speechStart(long audioStartMs) {
        return position(audioStartMs == 0 ? 0 : audioStartMs + configuration.prefixPaddingMs());
    }

    private long position(long sessionMs) {
        return clock == null ? 0 : clock.position(sessionMs);
    }
}
