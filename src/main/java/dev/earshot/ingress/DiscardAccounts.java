package dev.earshot.ingress;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** What a track has lost, by reason, in samples. Guarded by its tape. */
final class DiscardAccounts {

    private final Map<DiscardReason, AtomicLong> samples = new EnumMap<>(DiscardReason.class);

    DiscardAccounts() {
        for (DiscardReason reason : DiscardReason.values()) {
            samples.put(reason, new AtomicLong());
        }
    }

    void book(long lost, DiscardReason reason) {
        Objects.requireNonNull(samples.get(reason)).addAndGet(lost);
    }

    DiscardAccounts copy() {
        DiscardAccounts copy = new DiscardAccounts();
        samples.forEach((reason, lost) -> copy.book(lost.get(), reason));
        return copy;
    }

    /** Only what happened. */
    Map<DiscardReason, Long> snapshot() {
        Map<DiscardReason, Long> happened = new EnumMap<>(DiscardReason.class);
        samples.forEach((reason, lost) -> {
            if (lost.get() > 0) {
                happened.put(reason, lost.get());
            }
        });
        return Collections.unmodifiableMap(happened);
    }
}
