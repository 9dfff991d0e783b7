package dev.earshot.acs.automation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** A time in which every wait is over at once, and remembered. */
final class FakeTime extends Clock {

    final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-05T09:05:00Z");

    CompletionStage<Done> pause(Duration wait) {
        waits.add(wait);
        now = now.plus(wait);
        return CompletableFuture.completedFuture(Done.getInstance());
    }

    void passes(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
