package dev.earshot.acs.answering;

/** One event that Event Grid delivers. */
sealed interface GridEvent {

    /** The subscription is being set up: whoever owns the address shows so by sending the code back. */
    record Validation(String code) implements GridEvent {}

    record Ringing(IncomingCall call) implements GridEvent {}

    /** An event of another kind, of which a subscription without a filter has many. */
    record Other() implements GridEvent {}

    /** An event that lacks what its kind must have. */
    record Unusable() implements GridEvent {}
}
