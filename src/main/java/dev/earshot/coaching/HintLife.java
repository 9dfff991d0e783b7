package dev.earshot.coaching;

import dev.earshot.coaching.HintTimeline.Stage;

/**
 * What has become of a hint that was offered.
 *
 * <pre>
 *   Offered ──rendered──▷ Rendered ──used, dismissed, wrong─▷ Settled
 *      │ │                    │                                 △
 *      │ └────────────────────┼───used, dismissed, wrong────────┘
 *      └──────withdrawn───────┴──▷ Withdrawn
 * </pre>
 */
sealed interface HintLife {
    Hint hint();

    HintTimeline timeline();

    /** On its way to a screen. */
    record Offered(Hint hint, HintTimeline timeline) implements HintLife {

        Rendered onRendered(long atMs) {
            return new Rendered(hint, timeline.reached(Stage.RENDERED, atMs));
        }

        Offered onDelivered(long atMs) {
            return new Offered(hint, timeline.reached(Stage.DELIVERED, atMs));
        }

        /** What nobody has seen and something else takes the place of leaves its place to it. */
        Withdrawn onWithdrawn(WithdrawCause cause) {
            return new Withdrawn(hint, timeline, cause == WithdrawCause.DEADLINE_PASSED);
        }
    }

    /** On a screen. */
    record Rendered(Hint hint, HintTimeline timeline) implements HintLife {

        Withdrawn onWithdrawn() {
            return new Withdrawn(hint, timeline, true);
        }
    }

    /** Somebody has dealt with it. */
    record Settled(Hint hint, HintTimeline timeline) implements HintLife {}

    /**
     * Not to be shown any more.
     *
     * @param counts against cooldown, cap and budget all the same
     */
    record Withdrawn(Hint hint, HintTimeline timeline, boolean counts) implements HintLife {}

    /** Whether it stands in the way of another like it. */
    default boolean counts() {
        return !(this instanceof Withdrawn withdrawn) || withdrawn.counts();
    }
}
