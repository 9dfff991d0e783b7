package dev.earshot.simulator.caller;

import dev.earshot.simulator.faults.FaultWords;
import dev.earshot.simulator.faults.ScopedRule;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The language of a caller's faults: {@code [calls:] what [on track N] when}.
 *
 * <pre>
 * gap of 80ms at 5s
 * call 2: reset at 10s redial after 300ms
 * every 3 calls: double 1% of frames
 * 10% of calls: send not-json every 2s
 * </pre>
 */
final class CallFaultParser {

    private static final int MOST_TRACKS = 4;
    private static final int MOST_PIECES = 50;
    private static final int MOST_SWAPPED = 2;
    private static final int LOWEST_CLOSE_CODE = 1_000;
    private static final int HIGHEST_CLOSE_CODE = 4_999;
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Less is out of order, more is a clock that was set. */
    private static final Duration LEAST_LATE = Duration.ofMillis(100);

    private static final Duration MOST_LATE = Bookings.LOOK_BACK.minusMillis(500);
    private static final Duration MOST_AHEAD = Duration.ofHours(12);
    private static final Duration LEAST_BACK = Bookings.LOOK_BACK.plusMillis(500);

    private final FaultWords words;

    private CallFaultParser(FaultWords words) {
        this.words = words;
    }

    /** @throws IllegalArgumentException which says what is wrong with the rule */
    static CallFault parse(String rule) {
        ScopedRule scoped = ScopedRule.of(rule, "call");
        CallFaultParser parser = new CallFaultParser(scoped.words());
        String verb = scoped.words().next("what to do");
        Misdeed before = parser.misdeed(verb);
        int track = before instanceof Misdeed.ToFrames ? parser.track() : 0;
        Occasion occasion = parser.occasion(before);
        Misdeed misdeed = parser.afterwards(before);
        scoped.words().end();
        return new CallFault(scoped.scope(), misdeed, occasion, track, rule);
    }

    private Misdeed misdeed(String verb) {
        return switch (verb) {
            case "gap" -> new Misdeed.Gap(of(FRAME, Bookings.LONGEST_GAP));
            case "double" -> new Misdeed.Twice();
            case "swap" -> new Misdeed.Swap(words.take("by") ? words.number("by how many frames", 1, MOST_SWAPPED) : 1);
            case "delay" -> late();
            case "silence" -> silence();
            case "omit" -> timestamp(true);
            case "spoil" -> timestamp(false);
            case "jump" -> jump();
            case "send" -> new Misdeed.Malformed(malformation());
            case "reset" -> new Misdeed.Break(new CallStep.Way.Reset(), null, true);
            case "vanish" -> new Misdeed.Break(new CallStep.Way.Vanish(), null, true);
            case "close" -> new Misdeed.Break(new CallStep.Way.Close(closeCode()), null, true);
            case "redial" -> new Misdeed.Redial(Duration.ZERO, Duration.ZERO, true);
            case "stop" -> stopReading();
            case "token" -> token();
            case "ring", "callbacks", "answer", "media" -> new PhoneFaultParser(words).misdeed(verb);
            case "jitter" -> new Misdeed.Jitter(of(Duration.ofMillis(1), LONGEST));
            case "burst" -> new Misdeed.Burst(of(FRAME, LONGEST));
            case "fragment" -> fragment();
            case "binary" -> new Misdeed.Form(new Wire.Binary());
            case "pascal-case" -> new Misdeed.PascalCase();
            default ->
                throw words.wrong(
                        "'" + verb + "' is unknown; there are gap, double, swap, delay, silence, omit, spoil, jump,"
                                + " send, reset, vanish, close, redial, stop reading, token, jitter, burst, fragment,"
                                + " binary, pascal-case, ring, answer, media and callbacks");
        };
    }

    private Duration of(Duration least, Duration most) {
        words.expect("of");
        return duration(least, most);
    }

    private Duration duration(Duration least, Duration most) {
        Duration duration = words.duration();
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw words.wrong("a time from " + least.toMillis() + "ms to " + most.toMillis()
                    + "ms is allowed here, not " + duration.toMillis() + "ms");
        }
        return duration;
    }

    private Misdeed late() {
        words.expect("by");
        return new Misdeed.Late(duration(LEAST_LATE, MOST_LATE));
    }

    private Misdeed silence() {
        Duration duration = of(FRAME, LONGEST);
        boolean withoutData = words.take("without");
        if (withoutData) {
            words.expect("data");
        }
        return new Misdeed.Silence(duration, withoutData);
    }

    private Misdeed timestamp(boolean left) {
        words.expect("timestamp");
        return new Misdeed.Timestamp(left);
    }

    private Misdeed jump() {
        String direction = words.next("'ahead' or 'back'");
        return switch (direction) {
            case "ahead" -> new Misdeed.Jump(wholeFrames(duration(FRAME, MOST_AHEAD)));
            case "back" ->
                new Misdeed.Jump(wholeFrames(duration(LEAST_BACK, LONGEST)).negated());
            default -> throw words.wrong("'ahead' or 'back' expected, not '" + direction + "'");
        };
    }

    private static Duration wholeFrames(Duration duration) {
        long frames = (duration.toMillis() + FRAME.toMillis() - 1) / FRAME.toMillis();
        return FRAME.multipliedBy(frames);
    }

    private Malformation malformation() {
        String word = words.next("what to send");
        Optional<Malformation> kind = Arrays.stream(Malformation.values())
                .filter(each -> each.word().equals(word))
                .findFirst();
        return kind.orElseThrow(() -> words.wrong("'" + word + "' is unknown; there are "
                + Arrays.stream(Malformation.values()).map(Malformation::word).collect(Collectors.joining(", "))));
    }

    private int closeCode() {
        int code = words.number("the close code", LOWEST_CLOSE_CODE, HIGHEST_CLOSE_CODE);
        if (!WebSocketCloseStatus.isValidStatusCode(code)) {
            throw words.wrong("no close frame may have the code " + code);
        }
        return code;
    }

    private Misdeed stopReading() {
        words.expect("reading", "for");
        return new Misdeed.StopReading(duration(FRAME, LONGEST));
    }

    private Misdeed token() {
        String flaw = words.next("what is wrong with the token");
        if (!Misdeed.Token.FLAWS.contains(flaw)) {
            throw words.wrong("'" + flaw + "' is unknown; there are " + String.join(", ", Misdeed.Token.FLAWS));
        }
        return new Misdeed.Token(flaw);
    }

    private Misdeed fragment() {
        int pieces = words.take("into") ? words.number("into how many pieces", 2, MOST_PIECES) : 3;
        return new Misdeed.Form(new Wire.Fragments(pieces));
    }

    private int track() {
        if (!words.take("on")) {
            return 0;
        }
        words.expect("track");
        return words.number("the track's number", 1, MOST_TRACKS);
    }

    private Occasion occasion(Misdeed misdeed) {
        if (misdeed instanceof Misdeed.Jitter
                || misdeed instanceof Misdeed.ToDial
                || misdeed instanceof Misdeed.ToPhone) {
            return new Occasion.Always();
        }
        if (words.take("every")) {
            return new Occasion.Every(duration(FRAME, LONGEST));
        }
        boolean at = words.take("at");
        if (words.peek().endsWith("%")) {
            double share = words.share();
            words.expect("of", "frames");
            return share(misdeed, share);
        }
        if (at) {
            return new Occasion.At(words.duration());
        }
        if (words.peek().isEmpty() && (misdeed instanceof Misdeed.Form || misdeed instanceof Misdeed.PascalCase)) {
            return new Occasion.Always();
        }
        throw words.wrong("when is missing: 'at 5s', 'every 2s' or '1% of frames'");
    }

    /** What is done to a call as a whole has no frames to choose from, but rounds of them: it is the same chance. */
    private Occasion share(Misdeed misdeed, double share) {
        if (misdeed instanceof Misdeed.Break || misdeed instanceof Misdeed.Redial || misdeed instanceof Misdeed.Jump) {
            throw words.wrong("this is done 'at 5s' or 'every 2s'");
        }
        return new Occasion.Share(share);
    }

    /** What is said of a socket's end after its time. */
    private Misdeed afterwards(Misdeed misdeed) {
        if (misdeed instanceof Misdeed.Break end) {
            return afterBreak(end);
        }
        return misdeed instanceof Misdeed.Redial ? redial() : misdeed;
    }

    private Misdeed afterBreak(Misdeed.Break end) {
        @Nullable Duration redial = null;
        if (words.take("redial")) {
            words.expect("after");
            redial = duration(FRAME, Bookings.LONGEST_GAP);
        }
        return new Misdeed.Break(end.way(), redial, redial == null || withMetadata());
    }

    private Misdeed redial() {
        Duration repeating = words.take("repeating") ? duration(FRAME, MOST_LATE) : Duration.ZERO;
        Duration overlapping = words.take("overlapping") ? duration(FRAME, LONGEST) : Duration.ZERO;
        return new Misdeed.Redial(repeating, overlapping, withMetadata());
    }

    private boolean withMetadata() {
        if (words.take("without")) {
            words.expect("metadata");
            return false;
        }
        return true;
    }
}
