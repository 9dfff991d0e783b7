package dev.earshot.coaching;

import java.util.Arrays;
import java.util.Optional;

/** What a hint is about. */
public enum HintKind {
    COMPETING_OFFER("competing_offer", "the other side has, or hints at, an offer from someone else"),
    SALARY("salary", "money is put on the table, or an expectation of it"),
    VAGUE_ANSWER("vague_answer", "a question of substance was answered without substance"),
    UNLAWFUL_QUESTION(
            "unlawful_question", "the coached person asks what may not be asked: age, family, religion, health"),
    PRICE_OBJECTION("price_objection", "the other side finds the price too high"),
    NEXT_STEP("next_step", "the talk is about to close, or drifts, without an agreed next step");

    private final String wireName;
    private final String meaning;

    HintKind(String wireName, String meaning) {
        this.wireName = wireName;
        this.meaning = meaning;
    }

    public String wireName() {
        return wireName;
    }

    /** When this kind applies, as the model is told. */
    String meaning() {
        return meaning;
    }

    static Optional<HintKind> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst();
    }
}
