package dev.earshot.simulator.coach;

/**
 * One piece of advice.
 *
 * @param kind what it is about
 * @param text what to do now, at most twelve words
 * @param why one line
 * @param quote words of the latest utterance, as they were given
 */
public record Advice(Kind kind, String text, String why, String quote) {

    /** What advice can be about. */
    public enum Kind {
        COMPETING_OFFER("competing_offer"),
        SALARY("salary"),
        VAGUE_ANSWER("vague_answer"),
        UNLAWFUL_QUESTION("unlawful_question"),
        INCUMBENT("incumbent"),
        PAIN_POINT("pain_point"),
        PRICE_OBJECTION("price_objection"),
        STALLING("stalling"),
        NEXT_STEP("next_step");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** Its name in a tool call. */
        public String wireName() {
            return wireName;
        }
    }
}
