package dev.earshot.realtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service says that a session does without: all of it is counted, and so much of it logged that a service that says
 * nothing else does not fill the log. Confined to its session.
 */
final class SessionOddities {
    private static final int MAX_LOGGED = 20;
    private static final Logger LOG = LoggerFactory.getLogger(SessionOddities.class);

    private final String callId;
    private final int session;
    private final SessionMeter meter;
    private int told;

    SessionOddities(String callId, int session, SessionMeter meter) {
        this.callId = callId;
        this.session = session;
        this.meter = meter;
    }

    void on(SessionMeter.Oddity oddity, String detail) {
        meter.onOddEvent(oddity);
        if (++told <= MAX_LOGGED) {
            LOG.atWarn()
                    .setMessage("the service said what a session does without")
                    .addKeyValue("call", callId)
                    .addKeyValue("session", session)
                    .addKeyValue("kind", oddity.wireName())
                    .addKeyValue("detail", detail)
                    .addKeyValue("more", told == MAX_LOGGED ? "counted only" : "-")
                    .log();
        }
    }
}
