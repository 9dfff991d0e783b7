package dev.earshot.simulator.automation;

import java.util.List;

/**
 * What goes wrong with one call.
 *
 * @param refusals statuses with which the first requests to answer it are refused, in order; 429 and 503 ask for
 *     {@code retryAfterSeconds}
 * @param lostAnswers so many times the request to answer it is carried out, or was, and the response breaks off
 * @param mediaFailures so many times {@code MediaStreamingFailed} comes instead of a media socket
 * @param mediaSubCode of those failures, such as 8581
 * @param ring how its event is delivered
 * @param callbacks how its callbacks are delivered
 */
public record PhoneFaults(
        List<Integer> refusals,
        int retryAfterSeconds,
        int lostAnswers,
        int mediaFailures,
        int mediaSubCode,
        RingDelivery ring,
        CallbackDelivery callbacks) {

    public static final PhoneFaults NONE =
            new PhoneFaults(List.of(), 0, 0, 0, 8581, RingDelivery.ONCE, CallbackDelivery.ONE_BY_ONE);

    /** How the event of a ringing phone comes. */
    public enum RingDelivery {
        ONCE,
        /** Twice, one after the other. */
        TWICE,
        /** Ten minutes late. */
        LATE
    }

    /** How callbacks come. */
    public enum CallbackDelivery {
        ONE_BY_ONE,
        /** The first of them in one array, among others of kinds that few have heard of. */
        TOGETHER,
        TWICE,
        /** The first of them in the opposite order. */
        REVERSED,
        NEVER
    }

    public PhoneFaults {
        refusals = List.copyOf(refusals);
    }

    public PhoneFaults withRefusals(int retryAfter, Integer... statuses) {
        return new PhoneFaults(
                List.of(statuses), retryAfter, lostAnswers, mediaFailures, mediaSubCode, ring, callbacks);
    }

    public PhoneFaults withLostAnswers(int times) {
        return new PhoneFaults(refusals, retryAfterSeconds, times, mediaFailures, mediaSubCode, ring, callbacks);
    }

    public PhoneFaults withMediaFailures(int times, int subCode) {
        return new PhoneFaults(refusals, retryAfterSeconds, lostAnswers, times, subCode, ring, callbacks);
    }

    public PhoneFaults withRing(RingDelivery value) {
        return new PhoneFaults(refusals, retryAfterSeconds, lostAnswers, mediaFailures, mediaSubCode, value, callbacks);
    }

    public PhoneFaults withCallbacks(CallbackDelivery value) {
        return new PhoneFaults(refusals, retryAfterSeconds, lostAnswers, mediaFailures, mediaSubCode, ring, value);
    }
}
