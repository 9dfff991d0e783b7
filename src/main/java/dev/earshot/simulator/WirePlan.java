package dev.earshot.simulator;

import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.Entry;
import dev.earshot.simulator.caller.Misdeed;
import dev.earshot.simulator.caller.Wire;
import java.util.ArrayList;
import java.util.List;

/** When the rounds of a call go out, and in which form its frames do. Nothing of it shows in the books. */
final class WirePlan {

    private static final long ROUND_MICROS = AcsCaller.FRAME_MILLIS * 1_000L;

    private final List<Rule> rules = new ArrayList<>();
    private final List<Entry> done = new ArrayList<>();
    private int burstUntil;
    private long lastMicros;

    private record Rule(Misdeed.ToWire misdeed, Trigger trigger) {}

    WirePlan(List<CallFaults.Chosen> faults) {
        for (CallFaults.Chosen chosen : faults) {
            if (chosen.fault().misdeed() instanceof Misdeed.ToWire misdeed) {
                rules.add(new Rule(
                        misdeed,
                        new Trigger(chosen.fault().occasion(), chosen.chance().split())));
            }
        }
    }

    /** When a round goes out: never before its time, and never before the round before it. Asked once for each. */
    long atMicros(int round) {
        long at = round * ROUND_MICROS;
        for (Rule rule : rules) {
            if (rule.misdeed() instanceof Misdeed.Jitter jitter) {
                at += rule.trigger().chance().nextLong(jitter.most().toNanos() / 1_000 + 1);
            } else if (rule.misdeed() instanceof Misdeed.Burst burst
                    && round >= burstUntil
                    && rule.trigger().due(round)) {
                rule.trigger().done(round);
                burstUntil = round + Trigger.rounds(burst.duration());
                done.add(new Entry.Done(burst.word()));
            }
        }
        at = round < burstUntil ? Math.max(at, burstUntil * ROUND_MICROS) : at;
        lastMicros = Math.max(lastMicros, at);
        return lastMicros;
    }

    /** Each frame's form, asked once for each: the frame's JSON, and how it goes over the socket. */
    Form form(int round, AcsFrame frame, String json, boolean plain) {
        Wire wire = Wire.TEXT;
        String text = json;
        for (Rule rule : rules) {
            boolean formed = rule.misdeed() instanceof Misdeed.Form || rule.misdeed() instanceof Misdeed.PascalCase;
            if (!formed || !rule.trigger().due(round)) {
                continue;
            }
            rule.trigger().done(round);
            if (rule.misdeed() instanceof Misdeed.Form form) {
                wire = form.wire();
                done.add(new Entry.Done(form.word()));
            } else if (plain) {
                text = frame.pascalCase();
                done.add(new Entry.Done(rule.misdeed().word()));
            }
        }
        return new Form(text, wire);
    }

    record Form(String json, Wire wire) {}

    /** What was done since this was asked last. */
    List<Entry> done() {
        List<Entry> since = List.copyOf(done);
        done.clear();
        return since;
    }
}
