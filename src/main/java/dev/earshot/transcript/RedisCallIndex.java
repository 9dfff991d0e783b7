package dev.earshot.transcript;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/**
 * The list of all calls, by start: sorted set {@code earshot:calls}. It is in another slot than any call, so no command
 * has both; an entry whose call has expired is dropped by whoever comes upon it. One of another version is not.
 */
final class RedisCallIndex {

    private static final String CALLS = "earshot:calls";

    /** Entries that are looked after at a time. */
    private static final int SWEPT = 50;

    private RedisCallIndex() {}

    static CompletionStage<Done> add(RedisClusterAsyncCommands<String, String> redis, CallSummary call) {
        return redis.zadd(CALLS, (double) call.startedAt().toEpochMilli(), call.callId())
                .thenApply(added -> Done.getInstance());
    }

    static CompletionStage<Done> remove(RedisClusterAsyncCommands<String, String> redis, String callId) {
        return redis.zrem(CALLS, callId).thenApply(removed -> Done.getInstance());
    }

    static CompletionStage<CallPage> page(RedisClusterAsyncCommands<String, String> redis, CallPage.Request request) {
        return places(redis, request).thenCompose(places -> {
            boolean more = places.size() > request.limit();
            List<CallCursor> page = more ? places.subList(0, request.limit()) : places;
            CallCursor next = more ? page.get(page.size() - 1) : null;
            return summaries(redis, page).thenApply(calls -> new CallPage(calls, next));
        });
    }

    /** One more than fits the page. Those that started in the very millisecond of its beginning come first. */
    private static CompletionStage<List<CallCursor>> places(
            RedisClusterAsyncCommands<String, String> redis, CallPage.Request request) {
        CallCursor before = request.before();
        long end = before == null ? request.toMs() : Math.min(request.toMs(), before.startedAtMs());
        CompletionStage<List<ScoredValue<String>>> older = redis.zrevrangebyscoreWithScores(
                CALLS,
                Range.from(Boundary.including(request.fromMs()), Boundary.excluding(end)),
                Limit.from(request.limit() + 1L));
        CompletionStage<List<ScoredValue<String>>> beside = before == null
                ? CompletableFuture.completedStage(List.of())
                : redis.zrevrangebyscoreWithScores(CALLS, Range.create(before.startedAtMs(), before.startedAtMs()));
        return beside.thenCombine(older, (same, rest) -> Stream.concat(same.stream(), rest.stream())
                .map(entry -> new CallCursor((long) entry.getScore(), entry.getValue()))
                .filter(request::covers)
                .limit(request.limit() + 1L)
                .toList());
    }

    private static CompletionStage<List<CallSummary>> summaries(
            RedisClusterAsyncCommands<String, String> redis, List<CallCursor> places) {
        List<CompletableFuture<Map<String, String>>> hashes = places.stream()
                .map(place ->
                        redis.hgetall(RedisKeys.of(place.callId()).summary()).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(hashes.toArray(CompletableFuture[]::new)).thenCompose(read -> {
            List<CallSummary> found = new ArrayList<>();
            List<String> gone = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                Map<String, String> hash = hashes.get(i).join();
                SummaryHash.summary(hash).ifPresent(found::add);
                if (RedisErase.isGone(hash)) {
                    gone.add(places.get(i).callId());
                }
            }
            return drop(redis, gone).thenApply(dropped -> found);
        });
    }

    private static CompletionStage<Done> drop(RedisClusterAsyncCommands<String, String> redis, List<String> gone) {
        return gone.isEmpty()
                ? CompletableFuture.completedStage(Done.getInstance())
                : redis.zrem(CALLS, gone.toArray(String[]::new)).thenApply(removed -> Done.getInstance());
    }

    /** What started so long ago has probably expired, and is not left to a reader to find. */
    static CompletionStage<Done> sweep(RedisClusterAsyncCommands<String, String> redis, Instant startedBefore) {
        Range<Long> old = Range.from(Boundary.unbounded(), Boundary.excluding(startedBefore.toEpochMilli()));
        return redis.zrangebyscoreWithScores(CALLS, old, Limit.from(SWEPT))
                .thenCompose(entries -> summaries(
                        redis,
                        entries.stream()
                                .map(entry -> new CallCursor((long) entry.getScore(), entry.getValue()))
                                .toList()))
                .thenApply(swept -> Done.getInstance());
    }
}
