package dev.earshot.realtime;

import dev.earshot.realtime.SessionNotice.SpeechStarted;
import dev.earshot.realtime.SessionNotice.SpeechStopped;
import dev.earshot.realtime.SessionNotice.TranscriptCompleted;
import dev.earshot.realtime.SessionNotice.TranscriptDelta;
import dev.earshot.realtime.SessionNotice.TranscriptFailed;
import dev.earshot.realtime.TurnUpdate.Final;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The turns of a track, and what sessions say of them. One sample is one millisecond. */
abstract class TurnsScene {
    static final long TIMEOUT = 15_000;

    final Turns turns = new Turns(
            "t1",
            1000,
            new Turns.Settings(
                    Duration.ofMillis(TIMEOUT), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(700)),
            this::firstLoud);
    final List<TurnUpdate> told = new ArrayList<>();
    long sound = -1;
    int session = 1;

    private OptionalLong firstLoud(long from, long to) {
        return sound >= from && sound < to ? OptionalLong.of(sound) : OptionalLong.empty();
    }

    void turn(String item, long start, long end) {
        started(item, start);
        stopped(item, end);
    }

    void started(String item, long position) {
        notice(new SpeechStarted(session, item, position, position), 0, position);
    }

    void stopped(String item, long position) {
        stop(item, position, 0);
    }

    void stop(String item, long position, long nowMs) {
        notice(new SpeechStopped(session, item, position, position), nowMs, position);
    }

    void delta(String item, String text) {
        notice(new TranscriptDelta(session, item, 0, text), 0, 0);
    }

    void completed(String item, String text, long heard) {
        notice(new TranscriptCompleted(session, item, 0, text), 0, heard);
    }

    void failed(String item, long heard) {
        notice(new TranscriptFailed(session, item, 0, "DeploymentNotFound"), 0, heard);
    }

    void notice(SessionNotice.OfTurn notice, long nowMs, long heard) {
        told.addAll(turns.onNotice(notice, nowMs, heard));
    }

    /** The session dies; the next one hears again from the settled position. */
    void dies() {
        told.addAll(turns.onSessionEnded(session++));
        told.addAll(turns.onHearing(session, turns.settled()));
    }

    void tick(long nowMs, long heard) {
        told.addAll(turns.onTick(nowMs, heard));
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

    List<String> utterances() {
        return finals().stream().map(Final::utterance).toList();
    }
}
