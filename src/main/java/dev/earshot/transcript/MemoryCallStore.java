package dev.earshot.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;

/**
 * Keeps logs in this process only: those of live calls, and those of the last calls that ended. The log of an
 * earlier call by the same id goes on as {@code <callId>:<its epoch>}.
 */
public final class MemoryCallStore implements CallStore {

    private static final int ERASED_REMEMBERED = 10_000;

    private final int maxEndedCalls;
    private final Map<String, Kept> calls = new HashMap<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private final Set<String> erased = new LinkedHashSet<>();

    /** A store of at most {@code maxEndedCalls} ended calls: the one that ended first goes first. */
    public MemoryCallStore(int maxEndedCalls) {
        if (maxEndedCalls < 0) {
            throw new IllegalArgumentException("maxEndedCalls must not be negative: " + maxEndedCalls);
        }
        this.maxEndedCalls = maxEndedCalls;
    }

    @Override
    public synchronized CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
        Optional<StoreFailure> refusal = refusal(callId, epoch);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Kept kept = calls.computeIfAbsent(callId, id -> new Kept());
        if (epoch > kept.epoch) {
            claim(callId, kept, epoch, events.get(0).seq());
        }
        events.stream().filter(event -> event.seq() == kept.events.size() + 1).forEach(kept.events::add);
        return CompletableFuture.completedStage((long) kept.events.size());
    }

    @Override
    public synchronized CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
        Kept kept = calls.get(callId);
        List<LoggedEvent> found = kept == null
                ? List.of()
                : kept.events.stream().skip(Math.max(0, afterSeq)).limit(limit).toList();
        return CompletableFuture.completedStage(found);
    }

    @Override
    public synchronized CompletionStage<Optional<CallSummary>> summary(String callId) {
        Kept kept = calls.get(callId);
        return CompletableFuture.completedStage(Optional.ofNullable(kept == null ? null : kept.summary));
    }

    @Override
    public synchronized CompletionStage<CallPage> page(CallPage.Request request) {
        List<CallSummary> all = calls.values().stream()
                .flatMap(kept -> Optional.ofNullable(kept.summary).stream())
                .toList();
        return CompletableFuture.completedStage(CallPage.of(all, request));
    }

    @Override
    public synchronized CompletionStage<Done> saveSummary(long epoch, CallSummary summary) {
        Optional<StoreFailure> refusal = refusal(summary.callId(), epoch);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        calls.computeIfAbsent(summary.callId(), id -> new Kept()).summary = summary;
        return CompletableFuture.completedStage(Done.getInstance());
    }

    private Optional<StoreFailure> refusal(String callId, long epoch) {
        if (erased.contains(callId)) {
            return Optional.of(StoreFailure.ERASED);
        }
        Kept kept = calls.get(callId);
        return kept != null && epoch < kept.epoch ? Optional.of(StoreFailure.STALE_OWNER) : Optional.empty();
    }

    private static <T> CompletionStage<T> refused(StoreFailure cause) {
        return CompletableFuture.failedStage(new StoreException(cause, null));
    }

    @Override
    public synchronized CompletionStage<Done> expire(String callId) {
        if (calls.containsKey(callId) && ended.add(callId) && ended.size() > maxEndedCalls) {
            String oldest = ended.iterator().next();
            ended.remove(oldest);
            calls.remove(oldest);
        }
        return CompletableFuture.completedStage(Done.getInstance());
    }

    /** Who comes late is refused for as long as the process lives, or so many others were erased since. */
    @Override
    public synchronized CompletionStage<Done> erase(String callId) {
        calls.keySet().removeIf(kept -> kept.equals(callId) || kept.startsWith(callId + ":"));
        ended.removeIf(kept -> !calls.containsKey(kept));
        erased.add(callId);
        if (erased.size() > ERASED_REMEMBERED) {
            erased.remove(erased.iterator().next());
        }
        return CompletableFuture.completedStage(Done.getInstance());
    }

    @Override
    public synchronized CompletionStage<Set<String>> erased(Set<String> callIds) {
        return CompletableFuture.completedStage(
                callIds.stream().filter(erased::contains).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void close() {}

    /** A new owner goes on at {@code seq}: what the last one wrote from there on is not of this log. */
    private void claim(String callId, Kept kept, long epoch, long seq) {
        if (seq == 1 && !kept.events.isEmpty()) {
            putAside(callId, kept);
        } else if (seq <= kept.events.size()) {
            kept.events.subList((int) seq - 1, kept.events.size()).clear();
        }
        kept.epoch = epoch;
    }

    /** Another call under an id that was used before: the earlier log stays, as an ended call's, by a name of its own. */
    private void putAside(String callId, Kept kept) {
        Kept earlier = new Kept();
        earlier.epoch = kept.epoch;
        earlier.events.addAll(kept.events);
        kept.events.clear();
        ended.remove(callId);
        String aside = callId + ":" + earlier.epoch;
        calls.put(aside, earlier);
        expire(aside);
    }

    private static final class Kept {
        private final List<LoggedEvent> events = new ArrayList<>();
        private long epoch;
        private @Nullable CallSummary summary;
    }
}
