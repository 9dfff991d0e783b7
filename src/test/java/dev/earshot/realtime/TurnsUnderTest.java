package dev.earshot.realtime;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.SessionNotice.TranscriptFailed;
import dev.earshot.realtime.SessionNotice.TurnCommitted;
import dev.earshot.realtime.SessionNotice.TurnDeleted;
import dev.earshot.realtime.TurnUpdate.Final;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Turns whose sessions are in the test's hands. One sample is one millisecond; the wall clock goes with the audio, unless
 * the test lets it go alone.
 */
final class TurnsUnderTest {
    static final long TIMEOUT = 15_000;
    static final long SILENCE = 5000;
    static final long SAME_START = 700;

    final List<TurnUpdate> told = new ArrayList<>();
    private final Turns turns = new Turns(
            "t1",
            1000,
            new Turns.Settings(
                    Duration.ofMillis(TIMEOUT),
                    Duration.ofMillis(SILENCE),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(SAME_START)),
            this::firstLoud);
    private final List<long[]> sounds = new ArrayList<>();
    private int session = 1;
    private long heard;

    Turns turns() {
        return turns;
    }

    /** From now on it is this session that speaks. */
    TurnsUnderTest session(int number) {
        session = number;
        return this;
    }

    TurnsUnderTest hearing(int number, long position) {
        told.addAll(turns.onHearing(number, position));
        return session(number).heard(position);
    }

    TurnsUnderTest ended(int number) {
        told.addAll(turns.onSessionEnded(number));
        return this;
    }

    /** So much of the track has been given to the newest session. */
    TurnsUnderTest heard(long position) {
        heard = position;
        return this;
    }

    TurnsUnderTest sound(long from, long to) {
        sounds.add(new long[] {from, to});
        return this;
    }

    TurnsUnderTest turn(String item, long start, long end) {
        return started(item, start).stopped(item, end).committed(item, null);
    }

    TurnsUnderTest started(String item, long position) {
        heard = Math.max(heard, position);
        return notice(new SpeechStarted(session, item, position, position));
    }

    TurnsUnderTest stopped(String item, long position) {
        heard = Math.max(heard, position);
        return notice(new SpeechStopped(session, item, position, position));
    }

    TurnsUnderTest committed(String item, @Nullable String previous) {
        return notice(new TurnCommitted(session, item, previous));
    }

    TurnsUnderTest deleted(String item) {
        return notice(new TurnDeleted(session, item));
    }

    TurnsUnderTest delta(String item, String text) {
        return delta(item, 0, text);
    }

    TurnsUnderTest delta(String item, int part, String text) {
        return notice(new TranscriptDelta(session, item, part, text));
    }

    TurnsUnderTest completed(String item, String text) {
        return completed(item, 0, text);
    }

    TurnsUnderTest completed(String item, int part, String text) {
        return notice(new TranscriptCompleted(session, item, part, text));
    }

    TurnsUnderTest failed(String item) {
        return failed(item, 0);
    }

    TurnsUnderTest failed(String item, int part) {
        return notice(new TranscriptFailed(session, item, part, "DeploymentNotFound"));
    }

    TurnsUnderTest notice(SessionNotice.OfTurn notice) {
        told.addAll(turns.onNotice(notice, heard, heard));
        return this;
    }

    TurnsUnderTest tick() {
        return tick(heard);
    }

    TurnsUnderTest tick(long nowMs) {
        told.addAll(turns.onTick(nowMs, heard));
        return this;
    }

    TurnsUnderTest callEnded() {
        told.addAll(turns.onCallEnded(heard));
        return this;
    }

    List<Final> finals() {
        return told.stream()
                .filter(Final.class::isInstance)
                .map(Final.class::cast)
                .toList();
    }

    List<String> texts() {
        return finals().stream().map(Final::text).toList();
    }

    private OptionalLong firstLoud(long from, long to) {
        return sounds.stream()
                .filter(sound -> sound[0] < to && sound[1] > from)
                .mapToLong(sound -> Math.max(from, sound[0]))
                .min();
    }
}
