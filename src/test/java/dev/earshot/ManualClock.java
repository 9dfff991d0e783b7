package dev.earshot;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A wall clock that is moved by hand. */
public class ManualClock extends Clock {

    private volatile Instant now;

    /** @param start ISO 8601, UTC */
    public ManualClock(String start) {
        now = Instant.parse(start);
    }

    public final void passes(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public final Instant instant() {
        return now;
    }

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public final Clock withZone(ZoneId zone) {
        return this;
    }
}
