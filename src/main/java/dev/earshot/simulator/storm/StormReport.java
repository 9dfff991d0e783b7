package dev.earshot.simulator.storm;

import dev.earshot.simulator.storm.SentenceOracle.Fault;
import dev.earshot.simulator.storm.SentenceOracle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The runs as a table. */
public final class StormReport {
    private static final String ROW = "%6s %6s %9s %9s %10s %5s %8s %6s  %-22s %-22s %-20s %s";

    private StormReport() {}

    public static String head() {
        return String.format(
                Locale.ROOT,
                ROW,
                "seed",
                "kills",
                "rotations",
                "sessions",
                "sentences",
                "lost",
                "doubled",
                "other",
                "gate open again, ms",
                "caught up again, ms",
                "held at rotation, ms",
                "books");
    }

    /** Times are median / p90 / max. */
    public static String row(StormResult run) {
        long other = run.flaws().size() - run.books().size() - run.count(Fault.LOST) - run.count(Fault.DOUBLED);
        return String.format(
                Locale.ROOT,
                ROW,
                run.seed(),
                run.kills(),
                run.rotations(),
                run.sessions(),
                run.sentences(),
                run.count(Fault.LOST),
                run.count(Fault.DOUBLED),
                other,
                run.toGateOpen(),
                run.toCaughtUp(),
                run.heldAtRotation(),
                run.books().isEmpty() ? "balance" : "DO NOT BALANCE");
    }

    /** What is wrong, and how many words a recogniser made of the spoken ones. */
    public static List<String> remarks(StormResult run) {
        List<String> remarks = new ArrayList<>(run.flaws());
        int words = run.verdicts().values().stream().mapToInt(Verdict::words).sum();
        int missing =
                run.verdicts().values().stream().mapToInt(Verdict::missing).sum();
        int extra = run.verdicts().values().stream().mapToInt(Verdict::extra).sum();
        if (missing + extra > 0) {
            remarks.add("of " + words + " words " + missing + " are missing, and " + extra + " are too many");
        }
        return remarks;
    }
}
