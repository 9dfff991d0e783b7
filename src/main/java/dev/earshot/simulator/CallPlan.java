package dev.earshot.simulator;

import dev.earshot.simulator.caller.Bookings;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.CallStep;
import dev.earshot.simulator.caller.Entry;
import dev.earshot.simulator.caller.Malformation;
import dev.earshot.simulator.caller.Misdeed;
import dev.earshot.simulator.caller.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * All that one call does, step by step: a round of frames every 20 ms, one of each track, and what is done wrong between and to them. It
 * depends on the options alone, never on what the network makes of it.
 */
final class CallPlan implements Iterator<CallStep> {

    private static final int NORMAL_CLOSE = 1_000;
    private static final int NEVER = Integer.MAX_VALUE;

    /** One byte more than the server takes. */
    private static final int OVERSIZE_BYTES = 1_024 * 1_024 + 1;

    private final AcsCallerOptions options;
    private final List<TrackPlan> tracks = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<AcsCallerOptions.Tone> tones;
    private final WirePlan wire;
    private final Deque<CallStep> ready = new ArrayDeque<>();
    private final int rounds;
    private final String metadata;

    private int round;
    private int attempts;
    private int redialAt = NEVER;
    private boolean redialWithMetadata;
    private int overlapUntil;
    private Duration shift = Duration.ZERO;
    private boolean clockSet;
    private boolean over;

    private record Rule(Misdeed.ToCall misdeed, Trigger trigger) {}

    CallPlan(AcsCallerOptions options, List<AcsCallerTrack> sides, String metadata) {
        this.options = options;
        this.metadata = metadata;
        List<CallFaults.Chosen> faults = options.faults().forCall(options.number());
        for (AcsCallerTrack side : sides) {
            tracks.add(new TrackPlan(side, tracks.size() + 1, options, faults));
        }
        for (CallFaults.Chosen chosen : faults) {
            if (chosen.fault().misdeed() instanceof Misdeed.ToCall misdeed) {
                rules.add(new Rule(
                        misdeed,
                        new Trigger(chosen.fault().occasion(), chosen.chance().split())));
            }
        }
        this.wire = new WirePlan(faults);
        this.tones = new ArrayList<>(options.tones());
        this.rounds = options.rounds(sides.get(0));
        open(0, true);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !over) {
            advance();
        }
        return !ready.isEmpty();
    }

    @Override
    public CallStep next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the call is over");
        }
        return ready.remove();
    }

    private void advance() {
        long at = wire.atMicros(round);
        if (round == rounds) {
            leave(at, new CallStep.Way.Close(NORMAL_CLOSE), List.of());
            over = true;
            return;
        }
        if (round == redialAt) {
            redialAt = NEVER;
            open(at, redialWithMetadata);
        }
        if (redialAt != NEVER) {
            tracks.forEach(TrackPlan::lose);
        } else {
            pressKeys(at);
            boolean waiting = misbehave(at);
            if (!over && redialAt == NEVER) {
                frames(at, !waiting);
            }
        }
        round++;
    }

    private void open(long at, boolean withMetadata) {
        ready.add(new CallStep.Dial(at, ++attempts));
        if (withMetadata) {
            say(at, metadata, List.of());
        } else {
            note(at, List.of(new Entry.Anomaly("metadataMissing")));
        }
    }

    private void say(long at, String json, List<Entry> entries) {
        ready.add(new CallStep.Say(at, json, Wire.TEXT, entries));
    }

    private void leave(long at, CallStep.Way way, List<Entry> entries) {
        ready.add(new CallStep.Leave(at, way, entries));
    }

    private Instant time(int ofRound) {
        return options.startedAt()
                .plusMillis((long) ofRound * AcsCaller.FRAME_MILLIS)
                .plus(shift);
    }

    /** By the clock of the source. */
    private Duration sinceStart() {
        return Duration.between(options.startedAt(), time(round));
    }

    private void pressKeys(long at) {
        tones.removeIf(tone -> {
            boolean due = round >= Trigger.rounds(tone.at());
            if (due) {
                say(
                        at,
                        AcsMessages.dtmf(tone.key()),
                        List.of(new Entry.Anomaly("dtmf"), new Entry.Done("dtmf " + tone.key())));
            }
            return due;
        });
    }

    private void frames(long at, boolean mayBegin) {
        for (TrackPlan track : tracks) {
            for (TrackPlan.Said said : track.round(round, time(round), mayBegin)) {
                WirePlan.Form form = wire.form(round, said.frame(), said.json(), said.plain());
                List<Entry> entries = new ArrayList<>(said.entries());
                entries.addAll(wire.done());
                ready.add(new CallStep.Say(at, form.json(), form.wire(), entries));
            }
        }
        if (round < overlapUntil) {
            for (TrackPlan track : tracks) {
                AcsFrame frame = track.frame(round, time(round));
                ready.add(
                        new CallStep.SayOnOld(at, frame.json(), track.bookings().stale()));
            }
        }
    }

    /** Does what is due to the call as a whole; tells whether something has to wait until its tracks are quiet. */
    private boolean misbehave(long at) {
        boolean waiting = false;
        for (Rule rule : rules) {
            if (over || redialAt != NEVER || !rule.trigger().due(round)) {
                continue;
            }
            boolean quiet = tracks.stream().allMatch(track -> track.quiet(round));
            if (!showsInBooks(rule.misdeed()) || (possible(rule.misdeed()) && quiet)) {
                rule.trigger().done(round);
                commit(rule.misdeed(), at);
            } else if (possible(rule.misdeed())) {
                waiting = true;
            }
        }
        return waiting;
    }

    private static boolean showsInBooks(Misdeed.ToCall misdeed) {
        if (misdeed instanceof Misdeed.Malformed malformed) {
            return malformed.kind() == Malformation.ODD_LENGTH;
        }
        return !(misdeed instanceof Misdeed.StopReading);
    }

    private boolean possible(Misdeed.ToCall misdeed) {
        // A clock that is set back to before the call shows no time at all.
        boolean sane = !(misdeed instanceof Misdeed.Jump jump)
                || sinceStart().plus(jump.by()).compareTo(Duration.ZERO) > 0;
        // What is lost then is told by the clock on the wall alone, and that is nobody's to know.
        boolean told = !(clockSet && dialsAgain(misdeed));
        boolean ends = misdeed instanceof Misdeed.Break end && end.redial() == null;
        return sane && told && (ends || round + span(misdeed) + TrackPlan.APART <= rounds);
    }

    private static boolean dialsAgain(Misdeed.ToCall misdeed) {
        return misdeed instanceof Misdeed.Redial || (misdeed instanceof Misdeed.Break end && end.redial() != null);
    }

    private static int span(Misdeed.ToCall misdeed) {
        if (misdeed instanceof Misdeed.Break end && end.redial() != null) {
            return Trigger.rounds(end.redial());
        }
        return misdeed instanceof Misdeed.Redial redial ? Trigger.rounds(redial.overlapping()) : 1;
    }

    private void commit(Misdeed.ToCall misdeed, long at) {
        List<Entry> done = new ArrayList<>(List.of(new Entry.Done(misdeed.word())));
        if (showsInBooks(misdeed)) {
            tracks.forEach(track -> track.keepQuietUntil(round + span(misdeed) + TrackPlan.APART));
        }
        if (misdeed instanceof Misdeed.Malformed malformed) {
            sayBroken(malformed, at, done);
        } else if (misdeed instanceof Misdeed.StopReading stop) {
            ready.add(new CallStep.StopReading(at, stop.duration().toNanos() / 1_000, done));
        } else if (misdeed instanceof Misdeed.Jump jump) {
            jump(jump, at, done);
        } else if (misdeed instanceof Misdeed.Break end) {
            breakOff(end, at, done);
        } else if (misdeed instanceof Misdeed.Redial redial) {
            takeOver(redial, at, done);
        }
    }

    private void sayBroken(Misdeed.Malformed malformed, long at, List<Entry> done) {
        TrackPlan first = tracks.get(0);
        done.add(new Entry.Anomaly(malformed.kind().anomaly()));
        if (malformed.kind() == Malformation.ODD_LENGTH) {
            done.addAll(first.bookings().odd(BrokenMessages.ODD_FRAME_SAMPLES));
        }
        String participant = first.track().participantRawId();
        say(at, BrokenMessages.of(malformed.kind(), time(round), participant, OVERSIZE_BYTES), done);
    }

    private void jump(Misdeed.Jump jump, long at, List<Entry> done) {
        shift = shift.plus(jump.by());
        clockSet |= Bookings.isOfTheClock(jump.by());
        for (TrackPlan track : tracks) {
            done.addAll(track.bookings().jumped(jump.by()));
        }
        note(at, done);
    }

    /** For what nothing is said for: it goes with the next message. */
    private void note(long at, List<Entry> done) {
        ready.add(new CallStep.Note(at, done));
    }

    private void breakOff(Misdeed.Break end, long at, List<Entry> done) {
        leave(at, end.way(), done);
        if (end.redial() == null) {
            over = true;
            return;
        }
        redialAt = round + Trigger.rounds(end.redial());
        redialWithMetadata = end.withMetadata();
        tracks.forEach(TrackPlan::lose);
    }

    private void takeOver(Misdeed.Redial redial, long at, List<Entry> done) {
        note(at, done);
        open(at, redial.withMetadata());
        for (int again = round - Trigger.rounds(redial.repeating()); again < round; again++) {
            for (TrackPlan track : tracks) {
                AcsFrame frame = track.frame(again, time(again));
                say(at, frame.json(), track.bookings().repeated());
            }
        }
        overlapUntil = round + Trigger.rounds(redial.overlapping());
    }
}
