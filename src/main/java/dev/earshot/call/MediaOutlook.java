package dev.earshot.call;

/**
 * What the platform has told of a call's media while that is still heard. Its word and the loss of the socket come by different
 * ways: it may be of a loss that has yet to be noticed here. Times are ms of the call's clock.
 */
sealed interface MediaOutlook {

    /** Nothing, of this socket. */
    record Untold() implements MediaOutlook {}

    /** It failed and is asked for again: other media is waited for until then. */
    record Expected(long untilMs) implements MediaOutlook {}

    /** It failed and is not asked for any more. Media that still flows then does flow. */
    record GivenUp(long untilMs) implements MediaOutlook {}
}
