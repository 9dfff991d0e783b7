package dev.earshot.realtime;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a session is given.
 *
 * @param callId whose session it is: for logs
 * @param number its own in the call, from 1 on
 * @param owner told what it hears, and of its end
 * @param meter counts the sessions of all calls
 * @param evidence what is known of the service by the sessions of all calls
 */
public record SessionContext(
        String callId,
        int number,
        Settings settings,
        RealtimeTransport transport,
        ActorRef<SessionNotice> owner,
        SessionMeter meter,
        ProbeEvidence evidence,
        Clocks clocks) {

    /**
     * How a session is held.
     *
     * @param handshakeTimeout from the first attempt to connect until {@code session.updated}
     * @param lastWords how long after the end of a track voice activity may still be reported for it; a turn that is open
     *     then is committed, because no silence will follow that could end it
     * @param readTimeout after so long without a word a ready session is asked for one, and after as long again it is over;
     *     zero leaves it alone
     * @param wordTimeout the same where something is due of it; zero waits on
     */
    public record Settings(
            SessionConfiguration configuration,
            AppendLimits append,
            Duration handshakeTimeout,
            Duration lastWords,
            Duration readTimeout,
            Duration wordTimeout) {}

    /**
     * How audio is appended.
     *
     * @param backlogFactor multiples of real time at which a backlog is appended
     * @param chunk the most audio that one append carries
     * @param maxEvents events that may wait to be sent
     */
    public record AppendLimits(double backlogFactor, Duration chunk, int maxEvents) {
        Appender.Limits forAppender() {
            return new Appender.Limits(backlogFactor, chunk, maxEvents);
        }
    }

    /**
     * What a session is measured by.
     *
     * @param nanoTime paces a backlog, ns
     * @param wallMillis what the service's {@code expires_at} is held against, ms since 1970
     */
    public record Clocks(LongSupplier nanoTime, LongSupplier wallMillis) {
        public static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);
    }
}
