package dev.earshot.simulator;

import dev.earshot.simulator.caller.Bookings;
import dev.earshot.simulator.caller.CallFault;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.Entry;
import dev.earshot.simulator.caller.Misdeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One track's frames, round by round, with what is done to them. Whatever of that shows in the books is kept apart, so that each can
 * be told: a misdeed waits until the one before it is well over, and one by chance is not done at all.
 */
final class TrackPlan {

    /** Rounds between the end of one misdeed and the next, and at both ends of a call. */
    static final int APART = 25;

    private final AcsCallerTrack track;
    private final AcsCallerOptions options;
    private final Bookings bookings;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private int quietFrom = APART;
    private int absentUntil;
    private int silentUntil;
    private boolean silentWithoutData;
    private long missing;

    /** What was done, and goes with the next frame that is said. */
    private final List<Entry> unsaid = new ArrayList<>();

    /** What goes out in a round. A plain frame may go in any form. */
    record Said(AcsFrame frame, String json, boolean plain, List<Entry> entries) {}

    private record Rule(Misdeed.ToFrames misdeed, Trigger trigger) {}

    private record Held(int untilRound, Said said) {}

    /** @param number of the track, from 1 */
    TrackPlan(AcsCallerTrack track, int number, AcsCallerOptions options, List<CallFaults.Chosen> faults) {
        this.track = track;
        this.options = options;
        this.bookings = new Bookings(track.name(), options.sampleRate(), options.frameSamples());
        for (CallFaults.Chosen chosen : faults) {
            CallFault fault = chosen.fault();
            boolean meant = fault.track() == 0 || fault.track() == number;
            if (meant && fault.misdeed() instanceof Misdeed.ToFrames misdeed) {
                rules.add(new Rule(
                        misdeed, new Trigger(fault.occasion(), chosen.chance().split())));
            }
        }
    }

    AcsCallerTrack track() {
        return track;
    }

    Bookings bookings() {
        return bookings;
    }

    /** Whether nothing is under way, or has just been, that shows in the books. */
    boolean quiet(int round) {
        return round >= quietFrom;
    }

    /** Nothing is done to the frames before that round. */
    void keepQuietUntil(int round) {
        quietFrom = Math.max(quietFrom, round);
    }

    /** The round's frame is never sent: its absence shows with the next one that is. */
    void lose() {
        missing++;
    }

    /** The frame of a round as it is when nothing is done to it. */
    AcsFrame frame(int round, Instant time) {
        return track.frame(round, time, options);
    }

    /**
     * What goes out in a round, in this order.
     *
     * @param mayBegin whether something new may be done wrong
     */
    List<Said> round(int round, Instant time, boolean mayBegin) {
        List<Said> said = new ArrayList<>();
        Misdeed.ToFrames misdeed = begin(round, mayBegin);
        if (round < absentUntil) {
            lose();
        } else {
            say(round, time, misdeed, said);
        }
        for (Iterator<Held> waiting = held.iterator(); waiting.hasNext(); ) {
            Held next = waiting.next();
            if (next.untilRound() <= round) {
                said.add(next.said());
                waiting.remove();
            }
        }
        return said;
    }

    private Misdeed.@Nullable ToFrames begin(int round, boolean mayBegin) {
        Rule chosen = null;
        for (Rule rule : rules) {
            // Each is asked in each round, so that its chance depends on nothing else.
            boolean due = rule.trigger().due(round);
            boolean fits = round + span(rule.misdeed()) + APART <= options.rounds(track);
            if (due && chosen == null && mayBegin && quiet(round) && fits) {
                chosen = rule;
            }
        }
        if (chosen == null) {
            return null;
        }
        chosen.trigger().done(round);
        keepQuietUntil(round + span(chosen.misdeed()) + APART);
        start(chosen.misdeed(), round);
        return chosen.misdeed();
    }

    private void start(Misdeed.ToFrames misdeed, int round) {
        unsaid.add(new Entry.Done(misdeed.word()));
        if (misdeed instanceof Misdeed.Gap) {
            absentUntil = round + span(misdeed);
        } else if (misdeed instanceof Misdeed.Silence silence) {
            silentUntil = round + span(misdeed);
            silentWithoutData = silence.withoutData();
        }
    }

    /** How many rounds it takes. */
    private static int span(Misdeed.ToFrames misdeed) {
        if (misdeed instanceof Misdeed.Gap gap) {
            return Trigger.rounds(gap.duration());
        } else if (misdeed instanceof Misdeed.Silence silence) {
            return Trigger.rounds(silence.duration());
        } else if (misdeed instanceof Misdeed.Late late) {
            return Trigger.rounds(late.by());
        }
        return misdeed instanceof Misdeed.Swap swap ? swap.by() : 1;
    }

    private void say(int round, Instant time, Misdeed.@Nullable ToFrames misdeed, List<Said> said) {
        AcsFrame frame = round < silentUntil
                ? frame(round, time).silenced(options.frameSamples(), silentWithoutData)
                : frame(round, time);
        List<Entry> entries = new ArrayList<>();
        if (missing > 0) {
            entries.addAll(bookings.gap(missing));
            missing = 0;
        }
        entries.addAll(unsaid);
        unsaid.clear();
        if (misdeed instanceof Misdeed.Swap || misdeed instanceof Misdeed.Late) {
            entries.addAll(misdeed instanceof Misdeed.Swap ? bookings.swapped() : bookings.late());
            held.add(new Held(round + span(misdeed), new Said(frame, frame.json(), true, entries)));
        } else if (misdeed instanceof Misdeed.Timestamp timestamp) {
            entries.addAll(bookings.untimed(timestamp.left()));
            String json = timestamp.left() ? frame.withoutTimestamp() : frame.withSpoiltTimestamp();
            said.add(new Said(frame, json, false, entries));
        } else {
            entries.addAll(bookings.heard());
            said.add(new Said(frame, frame.json(), true, entries));
            if (misdeed instanceof Misdeed.Twice) {
                said.add(new Said(frame, frame.json(), true, bookings.doubled()));
            }
        }
    }
}
