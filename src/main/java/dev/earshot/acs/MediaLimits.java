package dev.earshot.acs;

/**
 * What one media socket may bring.
 *
 * @param maxMessageBytes a longer message is skipped and counted
 * @param messagesPerSecond that it may bring for as long as it likes, at least 1; ten seconds' worth of them may come at once, as
 *     after a stall of the network. A socket that brings more is closed. So is one that brings more bytes than as many messages of
 *     {@value #BYTES_PER_MESSAGE}.
 */
public record MediaLimits(int maxMessageBytes, int messagesPerSecond) {

    /** A message of 20 ms at 24 kHz has a third of it. */
    static final int BYTES_PER_MESSAGE = 4 * 1_024;

    /** A message of a mebibyte, hundreds of times what is usual, and no limit to how many. */
    public static final MediaLimits ANY_NUMBER = new MediaLimits(1_024 * 1_024, Integer.MAX_VALUE);
}
