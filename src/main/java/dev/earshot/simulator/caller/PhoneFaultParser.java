package dev.earshot.simulator.caller;

import dev.earshot.simulator.faults.FaultWords;
import java.util.ArrayList;
import java.util.List;

/**
 * What the platform does wrong where phones ring.
 *
 * <pre>
 * ring twice                         answer refused 429,503
 * callbacks reversed                 answer lost [2 times]
 * media fails [2 times] [with 8603]
 * </pre>
 */
final class PhoneFaultParser {

    private static final int MOST_TIMES = 100;
    private static final int SOCKET_NOT_OPENED = 8581;
    private static final int LEAST_STATUS = 400;
    private static final int MOST_STATUS = 599;
    private static final int MOST_SUB_CODE = 99_999;

    private final FaultWords words;

    PhoneFaultParser(FaultWords words) {
        this.words = words;
    }

    /** @param verb the first of its words */
    Misdeed.ToPhone misdeed(String verb) {
        return switch (verb) {
            case "ring" -> new Misdeed.Ringing(way(Misdeed.Ringing.WAYS));
            case "callbacks" -> new Misdeed.Callbacks(way(Misdeed.Callbacks.WAYS));
            case "answer" -> answer();
            default -> mediaFails();
        };
    }

    private String way(List<String> ways) {
        String way = words.next("how");
        if (!ways.contains(way)) {
            throw words.wrong("'" + way + "' is unknown; there are " + String.join(", ", ways));
        }
        return way;
    }

    private Misdeed.ToPhone answer() {
        String how = words.next("'refused' or 'lost'");
        return switch (how) {
            case "refused" -> new Misdeed.AnswerRefused(statuses());
            case "lost" -> new Misdeed.AnswerLost(times());
            default -> throw words.wrong("'refused' or 'lost' expected, not '" + how + "'");
        };
    }

    private List<Integer> statuses() {
        List<Integer> statuses = new ArrayList<>();
        for (String status : words.next("a status such as 503").split(",", -1)) {
            statuses.add(new FaultWords(words.rule(), status).number("a status", LEAST_STATUS, MOST_STATUS));
        }
        return statuses;
    }

    private Misdeed.ToPhone mediaFails() {
        words.expect("fails");
        int times = times();
        int subCode = words.take("with") ? words.number("the sub-code", 1, MOST_SUB_CODE) : SOCKET_NOT_OPENED;
        return new Misdeed.MediaFails(times, subCode);
    }

    private int times() {
        if (words.peek().isEmpty() || words.peek().equals("with")) {
            return 1;
        }
        int times = words.number("how often", 1, MOST_TIMES);
        words.expect("times");
        return times;
    }
}
