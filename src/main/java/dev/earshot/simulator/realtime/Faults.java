package dev.earshot.simulator.realtime;

import dev.earshot.simulator.faults.FaultRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the server does wrong on purpose, in the language that {@code docs/local-realtime.md} explains. Immutable; {@link
 * RealtimeServer#inject} makes it count at once, for live sessions too. What is left to chance depends on the seed, the
 * session's number and the rule's place alone.
 */
public final class Faults {

    /** The server as it should be. */
    public static final Faults NONE = new Faults(List.of(), 0, Integer.MAX_VALUE);

    private final List<Fault> rules;
    private final long seed;
    private final int attempts;

    private Faults(List<Fault> rules, long seed, int attempts) {
        this.rules = rules;
        this.seed = seed;
        this.attempts = attempts;
    }

    /**
     * {@code Faults.of("session 2: reset after 2s of audio", "delay updated by 300ms")}
     *
     * @throws IllegalArgumentException which says what is wrong with a rule
     */
    public static Faults of(String... rules) {
        Faults faults = NONE;
        for (String rule : rules) {
            faults = faults.and(rule);
        }
        return faults;
    }

    /** Rules one a line or between semicolons; what follows a {@code #} is a comment. */
    public static Faults parse(String text) {
        return of(FaultRules.in(text).toArray(String[]::new));
    }

    /** These faults and one more. */
    public Faults and(String rule) {
        List<Fault> more = new ArrayList<>(rules);
        more.add(FaultParser.parse(rule.strip()));
        return new Faults(List.copyOf(more), seed, attempts);
    }

    /** The same faults in sequence; those here keep their seed. */
    public Faults and(Faults others) {
        List<Fault> more = new ArrayList<>(rules);
        more.addAll(others.rules);
        return new Faults(List.copyOf(more), seed, attempts);
    }

    public Faults seeded(long anySeed) {
        return new Faults(rules, anySeed, attempts);
    }

    /** These faults, for the next {@code count} connection attempts only. */
    public Faults forAttempts(int count) {
        return new Faults(rules, seed, count);
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    public long seed() {
        return seed;
    }

    /** The rules as they were written. */
    public List<String> words() {
        return rules.stream().map(Fault::words).toList();
    }

    int attempts() {
        return attempts;
    }

    /** A rule that counts in a session, with a chance of its own. */
    record Chosen(Fault fault, SplittableRandom chance) {}

    /** The rules for the session with this number. */
    List<Chosen> forSession(int number) {
        List<Chosen> chosen = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            SplittableRandom chance = FaultRules.chance(seed, i, number);
            if (rules.get(i).sessions().include(number, chance)) {
                chosen.add(new Chosen(rules.get(i), chance));
            }
        }
        return chosen;
    }

    // ---- the same in Java, for tests
    // ---------------------------------------------------------------------------------

    /** What becomes of {@code session.created}. */
    public enum Created {
        SENT,
        NEVER
    }

    /** What becomes of a {@code session.update} that is in order. */
    public enum Update {
        /** Applied, and answered with {@code session.updated}. */
        ECHOED(""),
        /** Applied, and answered twice. */
        DOUBLED("double updated"),
        /** Something else than was asked for is echoed. */
        DISTORTED("distort updated audio.input.turn_detection.create_response"),
        /** Not applied, and never answered. */
        IGNORED("drop session.update"),
        /** Not applied, and answered with an {@code error}. */
        REFUSED("reject session.update");

        private final String rule;

        Update(String rule) {
            this.rule = rule;
        }
    }

    /** What becomes of a turn's transcription. */
    public enum Transcription {
        COMPLETED(""),
        /** Each turn ends with {@code …input_audio_transcription.failed}. */
        FAILED("fail transcription"),
        /** Nothing comes: no delta and no end. */
        NEVER("drop transcription");

        private final String rule;

        Transcription(String rule) {
            this.rule = rule;
        }
    }

    /** HTTP status that refuses the WebSocket upgrade. */
    public Faults withUpgradeStatus(int status) {
        return and("refuse " + status);
    }

    public Faults withCreated(Created fate) {
        return fate == Created.SENT ? this : and("drop created");
    }

    public Faults withCreatedDelay(Duration delay) {
        return and("delay created by " + delay.toMillis() + "ms");
    }

    public Faults withUpdate(Update fate) {
        return fate.rule.isEmpty() ? this : and(fate.rule);
    }

    /** What is appended meanwhile is heard with the configuration before. */
    public Faults withUpdateDelay(Duration delay) {
        return and("delay session.update by " + delay.toMillis() + "ms");
    }

    /** Resets the connection once so many milliseconds of audio were appended. */
    public Faults withKillAfterMs(long ms) {
        return and("reset after " + ms + "ms of audio");
    }

    public Faults withTranscription(Transcription fate) {
        return fate.rule.isEmpty() ? this : and(fate.rule);
    }

    /** Added to the time that a response takes. */
    public Faults withResponseDelay(Duration delay) {
        return and("delay response by " + delay.toMillis() + "ms");
    }
}
