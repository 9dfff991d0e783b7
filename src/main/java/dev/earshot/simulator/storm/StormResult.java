package dev.earshot.simulator.storm;

import dev.earshot.simulator.storm.SentenceOracle.Fault;
import dev.earshot.simulator.storm.SentenceOracle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of one run.
 *
 * @param kills sessions that were killed
 * @param sessions that Earshot opened
 * @param rotations sessions that made way for the next
 * @param verdicts of each track
 * @param books what is wrong with them; empty where nothing is
 * @param toGateOpen from a session's end until the next one's gate is open
 * @param toCaughtUp from there until no more audio waits than live audio does
 * @param heldAtRotation audio that waited when a session was rotated
 */
public record StormResult(
        long seed,
        int kills,
        int sessions,
        int rotations,
        Map<String, Verdict> verdicts,
        List<String> books,
        Figures toGateOpen,
        Figures toCaughtUp,
        Figures heldAtRotation) {

    public StormResult {
        verdicts = Map.copyOf(verdicts);
        books = List.copyOf(books);
    }

    public int sentences() {
        return verdicts.values().stream().mapToInt(Verdict::sentences).sum();
    }

    public long count(Fault fault) {
        return verdicts.values().stream()
                .mapToLong(verdict -> verdict.count(fault))
                .sum();
    }

    /** All that is wrong, a line each. */
    public List<String> flaws() {
        List<String> flaws = new ArrayList<>();
        verdicts.forEach((track, verdict) ->
                verdict.flaws().forEach(flaw -> flaws.add(track + " " + flaw.fault() + " " + flaw.what())));
        flaws.addAll(books);
        return flaws;
    }
}
