package dev.earshot.realtime;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.SessionNotice.TranscriptFailed;
import dev.earshot.realtime.SessionNotice.TurnCommitted;
import dev.earshot.realtime.SessionNotice.TurnDeleted;
import dev.earshot.realtime.TurnUpdate.MissingCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How what sessions say of their items becomes turns, in whatever order they say it.
 *
 * <pre>
 *   speech_started ───▷ a turn with a start ──┐
 *   speech_stopped ───▷ a turn with an end ───┼──▷ words ──▷ ended: start, end, and what came of it
 *   committed ────────▷ a turn of the item ───┘
 * </pre>
 *
 * Any of the three makes an item a turn; words alone do not, since other items have words too.
 */
final class TurnItems {
    private static final int MAX_OPEN = 64;

    private final String track;
    private final long sameStart;
    private final Turns.Loudness loudness;
    private final OpenTurns open;
    private final Hearers hearers;
    private final PastItems past;
    private final ToldWords told;
    /** Items that began before what was final already, until it is known whether they end there too. */
    private final Map<ItemKey, SpeechStarted> echoes = new Newest<>(MAX_OPEN);

    private int utterances;

    /** What holds while one notice is dealt with. */
    private long nowMs;

    private long heard;
    private long settled;
    private List<TurnUpdate> updates = new ArrayList<>();

    TurnItems(
            String track,
            long sameStart,
            Turns.Loudness loudness,
            OpenTurns open,
            Hearers hearers,
            PastItems past,
            ToldWords told) {
        this.track = track;
        this.sameStart = sameStart;
        this.loudness = loudness;
        this.open = open;
        this.hearers = hearers;
        this.past = past;
        this.told = told;
    }

    /** Returns what there is to show; finals are for others to tell. */
    List<TurnUpdate> onNotice(SessionNotice.OfTurn notice, long newNowMs, long newHeard, long newSettled) {
        nowMs = newNowMs;
        heard = newHeard;
        settled = newSettled;
        updates = new ArrayList<>();
        ItemKey item = new ItemKey(notice.session(), notice.itemId());
        Turn turn = open.of(item);
        if (turn != null) {
            onTurn(turn, notice);
        } else if (past.contains(item)) {
            onPast(item, notice);
        } else {
            onNew(item, notice);
        }
        return updates;
    }

    private void onTurn(Turn turn, SessionNotice.OfTurn notice) {
        if (notice instanceof SpeechStarted started) {
            turn.onVoice(started.position(), started.speech());
        } else if (notice instanceof SpeechStopped stopped) {
            stop(turn, stopped.position(), stopped.speech());
        } else if (notice instanceof TurnCommitted committed) {
            onCommitted(turn, committed);
        } else if (notice instanceof TranscriptDelta delta) {
            TurnUpdate partial = turn.onDelta(delta.contentIndex(), delta.delta());
            if (partial != null) {
                updates.add(partial);
            }
        } else if (notice instanceof TranscriptCompleted completed) {
            if (!turn.onCompleted(completed.contentIndex(), completed.transcript(), heard, nowMs)) {
                past.onRepeated();
            }
        } else if (notice instanceof TranscriptFailed failed) {
            turn.onFailed(failed.contentIndex(), heard, nowMs);
        } else if (notice instanceof TurnDeleted) {
            turn.onMissing(MissingCause.ITEM_DELETED, heard, nowMs);
        }
    }

    private void onPast(ItemKey item, SessionNotice.OfTurn notice) {
        if (notice instanceof TranscriptCompleted || notice instanceof TranscriptFailed) {
            past.onTranscript(item);
        }
    }

    private void onNew(ItemKey item, SessionNotice.OfTurn notice) {
        if (notice instanceof SpeechStarted started) {
            if (started.speech() < hearers.finalUntil(item.session())) {
                echoes.put(item, started);
            } else {
                begin(item, started.position(), started.speech(), true, null);
            }
        } else if (notice instanceof SpeechStopped stopped) {
            onStopped(item, stopped);
        } else if (notice instanceof TurnCommitted committed) {
            onCommitted(item, committed);
        } else {
            onPast(item, notice);
        }
    }

    private void onStopped(ItemKey item, SpeechStopped stopped) {
        SpeechStarted echo = echoes.remove(item);
        if (echo != null && stopped.speech() <= hearers.finalUntil(item.session())) {
            past.onPassedOn(item);
            return;
        }
        Turn turn = echo == null
                ? beginAfter(item, open.last(), stopped.position())
                : begin(item, echo.position(), echo.speech(), true, null);
        if (turn != null && echo != null) {
            turn.onRepeats(told);
        }
        if (turn != null) {
            stop(turn, stopped.position(), stopped.speech());
        }
    }

    /** Nobody said that it began: it came after the item before it. */
    private void onCommitted(ItemKey item, TurnCommitted committed) {
        boolean repeats = echoes.remove(item) != null;
        String previous = committed.previousItemId();
        Turn before = previous == null ? null : open.of(new ItemKey(item.session(), previous));
        Turn following = open.following(item);
        Turn turn = following == null
                ? beginAfter(item, before == null ? open.last() : before, heard)
                : begin(item, following.start(), following.start(), false, following);
        if (turn != null && repeats) {
            turn.onRepeats(told);
        }
        if (turn != null) {
            onCommitted(turn, committed);
        }
    }

    /** No more of it will come: where its end was not reported, it is here. */
    private void onCommitted(Turn turn, TurnCommitted committed) {
        turn.onPrevious(committed.previousItemId());
        if (!turn.stopped()) {
            long until = hearers.until(committed.session());
            long given = until == Long.MAX_VALUE ? heard : until;
            stop(turn, given, given);
        }
    }

    private @Nullable Turn beginAfter(ItemKey item, @Nullable Turn before, long end) {
        if (end > hearers.until(item.session())) {
            past.onPassedOn(item);
            return null;
        }
        if (before != null && !before.stopped()) {
            stop(before, end, end);
        }
        long from = Math.max(settled, before == null ? hearers.from(item.session()) : before.end());
        return begin(item, from, loudness.firstLoud(from, end).orElse(from), false, null);
    }

    /**
     * An item becomes a turn, or the turn that it is heard again.
     *
     * @param following the turn that comes next in the conversation, where that is known
     * @return null where it is another session's to report
     */
    private @Nullable Turn begin(ItemKey item, long position, long speech, boolean voiced, @Nullable Turn following) {
        if (Math.max(position, speech) >= hearers.until(item.session())) {
            past.onPassedOn(item);
            return null;
        }
        long start = Math.max(position, Math.max(settled, open.endUpTo(position, following)));
        withdraw(orphan -> orphan.start() < start - sameStart);
        Turn turn = open.orphanAt(start, sameStart);
        if (turn == null) {
            turn = new Turn(track + "-u" + ++utterances, item, start, speech, voiced);
            open.add(turn, item, following);
        } else {
            turn.adopt(item, start, speech, voiced);
            open.adopted(turn, item);
        }
        stopOvertaken(open.before(turn), start);
        makeRoom();
        return turn;
    }

    /** Once the next turn has started, one whose end was never reported is over: it must not hold up all that follow. */
    private void stopOvertaken(@Nullable Turn before, long start) {
        if (before != null && !before.stopped()) {
            stop(before, start, start);
        }
    }

    private void stop(Turn turn, long position, long speech) {
        ItemKey item = turn.item();
        long until = item == null ? Long.MAX_VALUE : hearers.until(item.session());
        turn.onStopped(Math.min(Math.min(position, until), open.startAfter(turn)), speech, nowMs);
        // heard again, two turns may have become one
        withdraw(orphan -> orphan.spokenFrom() < turn.spokenTo());
    }

    private void makeRoom() {
        Turn first = open.first();
        if (open.size() > MAX_OPEN && first != null) {
            open.giveUp(first, MissingCause.TOO_MANY_OPEN, heard, nowMs);
        }
    }

    /** Speech that was not found again where it should have been: other silence, other turns. It shows no longer. */
    private void withdraw(Predicate<Turn> orphans) {
        open.removeOrphans(orphans).forEach(orphan -> updates.add(orphan.withdrawn()));
    }
}
