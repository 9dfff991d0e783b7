package dev.earshot.acs.automation;

import dev.earshot.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** A time in which every wait is over at once, and remembered. */
final class FakeTime extends ManualClock {

    final List<Duration> waits = new ArrayList<>();

    FakeTime() {
        super("2026-11-05T09:05:00Z");
    }

    CompletionStage<Done> pause(Duration wait) {
        waits.add(wait);
        passes(wait);
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
