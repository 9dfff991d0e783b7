package dev.earshot.simulator.caller;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller does wrong. */
public sealed interface Misdeed {

    /** Its name where what was done is told. */
    String word();

    /** Done to one track's frames. What of it shows in the books must not meet another of its kind. */
    sealed interface ToFrames extends Misdeed {}

    /** Done to the call as a whole, between two rounds of frames. */
    sealed interface ToCall extends Misdeed {}

    /** Done to how or when messages travel; it shows nowhere in the books. */
    sealed interface ToWire extends Misdeed {}

    /** Done where a socket is dialled. */
    sealed interface ToDial extends Misdeed {}

    /**
     * Every socket of the call shows a token that nobody should take, or none.
     *
     * @param flaw one of {@link #FLAWS}
     */
    record Token(String flaw) implements ToDial {

        /** No token at all. */
        public static final String MISSING = "missing";

        /** What can be wrong with a token, in the words of the rules. */
        public static final List<String> FLAWS = List.of(
                MISSING,
                "expired",
                "not-yet-valid",
                "no-expiry",
                "wrong-audience",
                "wrong-issuer",
                "unsigned",
                "public-key-as-secret",
                "unknown-key",
                "forged",
                "too-large",
                "no-token-at-all");

        @Override
        public String word() {
            return "token " + flaw;
        }
    }

    /** Done by the platform beside the media, where phones ring: to the event, the answer and the callbacks. */
    sealed interface ToPhone extends Misdeed {}

    /**
     * The event of a ringing phone.
     *
     * @param how one of {@link #WAYS}
     */
    record Ringing(String how) implements ToPhone {
        public static final String LATE = "late";
        public static final List<String> WAYS = List.of("twice", LATE);

        @Override
        public String word() {
            return "ring " + how;
        }
    }

    /**
     * The callbacks of a call.
     *
     * @param how one of {@link #WAYS}
     */
    record Callbacks(String how) implements ToPhone {
        public static final List<String> WAYS = List.of("twice", "together", "reversed", "never");

        @Override
        public String word() {
            return "callbacks " + how;
        }
    }

    /** The first requests to answer a call are refused with these statuses. */
    record AnswerRefused(List<Integer> statuses) implements ToPhone {
        public AnswerRefused {
            statuses = List.copyOf(statuses);
        }

        @Override
        public String word() {
            return "answer refused";
        }
    }

    /** A call is answered, and the response breaks off. */
    record AnswerLost(int times) implements ToPhone {
        @Override
        public String word() {
            return "answer lost";
        }
    }

    /** In place of a media socket comes the word that it failed. */
    record MediaFails(int times, int subCode) implements ToPhone {
        @Override
        public String word() {
            return "media fails";
        }
    }

    /** So much is never sent. */
    record Gap(Duration duration) implements ToFrames {
        @Override
        public String word() {
            return "gap";
        }
    }

    /** A frame is sent twice. */
    record Twice() implements ToFrames {
        @Override
        public String word() {
            return "double";
        }
    }

    /** A frame goes after so many of the next ones. */
    record Swap(int by) implements ToFrames {
        @Override
        public String word() {
            return "swap";
        }
    }

    /** A frame goes so much later, and others overtake it. */
    record Late(Duration by) implements ToFrames {
        @Override
        public String word() {
            return "delay";
        }
    }

    /** So much is flagged as silent. */
    record Silence(Duration duration, boolean withoutData) implements ToFrames {
        @Override
        public String word() {
            return "silence";
        }
    }

    /** A frame without a timestamp, or with one that is no time. */
    record Timestamp(boolean left) implements ToFrames {
        @Override
        public String word() {
            return left ? "omit timestamp" : "spoil timestamp";
        }
    }

    /** The source's clock jumps, back where it is negative, and goes on from there. */
    record Jump(Duration by) implements ToCall {
        @Override
        public String word() {
            return "jump";
        }
    }

    /** A message beside the frames. */
    record Malformed(Malformation kind) implements ToCall {
        @Override
        public String word() {
            return "send " + kind.word();
        }
    }

    /** The socket is left, and dialled again if {@code redial} says after how long. */
    record Break(CallStep.Way way, @Nullable Duration redial, boolean withMetadata) implements ToCall {
        @Override
        public String word() {
            return way.word();
        }
    }

    /**
     * A second socket while the first is open.
     *
     * @param repeating how much of what was sent already is sent again
     * @param overlapping for how long both are spoken to
     */
    record Redial(Duration repeating, Duration overlapping, boolean withMetadata) implements ToCall {
        @Override
        public String word() {
            return "redial";
        }
    }

    record StopReading(Duration duration) implements ToCall {
        @Override
        public String word() {
            return "stop reading";
        }
    }

    /** Each round of frames goes up to so much later, in order. */
    record Jitter(Duration most) implements ToWire {
        @Override
        public String word() {
            return "jitter";
        }
    }

    /** What is due within so much goes at its end, at once. */
    record Burst(Duration duration) implements ToWire {
        @Override
        public String word() {
            return "burst";
        }
    }

    /** A frame goes in another form. */
    record Form(Wire wire) implements ToWire {
        @Override
        public String word() {
            return wire.word();
        }
    }

    /** A frame's names begin with capitals. */
    record PascalCase() implements ToWire {
        @Override
        public String word() {
            return "pascal-case";
        }
    }
}
