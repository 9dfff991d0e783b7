package dev.earshot.access;

import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are known, and the way to newer ones. Nobody is blocked: a known key is found at once, also while others are on
 * their way, and whoever needs one that is not known waits for the one fetch that runs. (The library's own source of keys blocks
 * the thread that asks; a few tokens of unknown keys would then hold up everybody's.)
 *
 * <pre>
 *   find ── known, young ─────────────────────▷ Found
 *    │  └── known, old ── fetch behind its back ▷ Found
 *    └───── unknown ── a fetch is due ── fetch ─▷ Found, or Missing
 *                  └── not due yet ─────────────▷ Missing
 * </pre>
 */
public final class KeyCache {

    private static final Logger log = LoggerFactory.getLogger(KeyCache.class);

    private final KeySource source;
    private final Times times;
    private final LongSupplier clockMs;

    private PublicKeys known = PublicKeys.NONE;
    private long knownSinceMs;
    private long nextFetchMs;
    private boolean lastFetchFailed = true;
    private boolean failureLogged;
    private @Nullable CompletableFuture<Boolean> fetching;

    /**
     * What is fetched when.
     *
     * @param fresh keys younger than this are not fetched anew
     * @param usable keys older than this, because no newer ones could be had, are not used any more
     * @param cooldown from a fetch to the next one because of an unknown key
     * @param retry the same where the fetch failed
     */
    public record Times(Duration fresh, Duration usable, Duration cooldown, Duration retry) {

        /** An hour, six of them, and what is given. */
        public static Times with(Duration cooldown) {
            Duration retry = Duration.ofSeconds(5);
            return new Times(
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    cooldown,
                    cooldown.compareTo(retry) < 0 ? cooldown : retry);
        }
    }

    /** What became of a search. */
    sealed interface Lookup {

        /** At least one key. */
        record Found(List<RSAPublicKey> keys) implements Lookup {}

        record Missing(AccessRefusal cause) implements Lookup {}
    }

    /** @param clockMs monotonic */
    public KeyCache(KeySource source, Times times, LongSupplier clockMs) {
        this.source = source;
        this.times = times;
        this.clockMs = clockMs;
        this.nextFetchMs = clockMs.getAsLong();
    }

    void fetchAhead() {
        var unused = find(null);
    }

    /**
     * Looks for a key, and waits for a fetch where that may help.
     *
     * @param keyId as a token names it; null for one that names none
     */
    CompletionStage<Lookup> find(@Nullable String keyId) {
        CompletableFuture<Boolean> running;
        synchronized (this) {
            Lookup here = lookup(keyId);
            boolean found = here instanceof Lookup.Found;
            if (found && clockMs.getAsLong() - knownSinceMs < times.fresh().toMillis()) {
                return CompletableFuture.completedFuture(here);
            }
            running = fetch();
            if (found || running == null) {
                return CompletableFuture.completedFuture(here);
            }
        }
        return running.thenApply(fetched -> lookup(keyId));
    }

    private synchronized Lookup lookup(@Nullable String keyId) {
        boolean usable = clockMs.getAsLong() - knownSinceMs < times.usable().toMillis();
        List<RSAPublicKey> keys = usable ? known.named(keyId) : List.of();
        if (!keys.isEmpty()) {
            return new Lookup.Found(keys);
        }
        // where the newest keys could not be had, the key may well be among them
        return new Lookup.Missing(lastFetchFailed ? AccessRefusal.KEYS_UNAVAILABLE : AccessRefusal.UNKNOWN_KEY);
    }

    /** The fetch that runs, a new one where it is due, or null. */
    private @Nullable CompletableFuture<Boolean> fetch() {
        CompletableFuture<Boolean> running = fetching;
        if (running != null || clockMs.getAsLong() < nextFetchMs) {
            return running;
        }
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        fetching = begun;
        var unused = source.fetch().whenComplete((keys, failure) -> {
            onFetched(keys, failure);
            begun.complete(failure == null);
        });
        return begun;
    }

    private synchronized void onFetched(@Nullable PublicKeys keys, @Nullable Throwable failure) {
        fetching = null;
        lastFetchFailed = keys == null;
        long now = clockMs.getAsLong();
        if (keys == null) {
            nextFetchMs = now + times.retry().toMillis();
            onFailure(failure);
        } else {
            nextFetchMs = now + times.cooldown().toMillis();
            known = keys;
            knownSinceMs = now;
            failureLogged = false;
        }
    }

    /** Logged once for a series. */
    private void onFailure(@Nullable Throwable failure) {
        if (!failureLogged) {
            failureLogged = true;
            log.atWarn()
                    .addKeyValue("cause", failure == null ? "no keys" : KeyFetch.reason(failure))
                    .log("The keys for access tokens could not be fetched; the next token asks for them again");
        }
    }
}
