package dev.earshot.transcript;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisStreamAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A page of a log, read where it is: what stands before it is not touched, however long that is. Ids {@code <epoch>-<seq>} ascend
 * by epoch, then seq, and so does seq alone, as owners follow each other. So the page begins in the first epoch that goes on
 * beyond the cursor; a call has one as a rule, or a few.
 */
final class RedisLogPage {

    private static final String EVENT = "event";
    private static final int MOST_AT_ONCE = 500;

    private final RedisStreamAsyncCommands<String, String> redis;
    private final String key;
    private final long afterSeq;
    private final int limit;
    private final List<LoggedEvent> found = new ArrayList<>();

    private RedisLogPage(RedisStreamAsyncCommands<String, String> redis, String key, long afterSeq, int limit) {
        this.redis = redis;
        this.key = key;
        this.afterSeq = afterSeq;
        this.limit = limit;
    }

    /** At most {@code limit} events after {@code afterSeq} of the stream with this key. */
    static CompletionStage<List<LoggedEvent>> read(
            RedisStreamAsyncCommands<String, String> redis, String key, long afterSeq, int limit) {
        RedisLogPage page = new RedisLogPage(redis, key, afterSeq, limit);
        return afterSeq <= 0
                ? page.from(Boundary.unbounded())
                : page.search(Boundary.unbounded(), Boundary.unbounded());
    }

    /**
     * Looks at the last entry of an epoch, beginning with the newest one.
     *
     * @param upTo the end of that epoch
     * @param known from where on it would be read if this epoch had nothing of it
     */
    private CompletionStage<List<LoggedEvent>> search(Boundary<String> upTo, Boundary<String> known) {
        return redis.xrevrange(key, Range.from(Boundary.unbounded(), upTo), Limit.from(1))
                .thenCompose(last -> last.isEmpty() || seq(last.get(0)) <= afterSeq
                        ? fromKnown(known)
                        : searchIn(epoch(last.get(0))));
    }

    private CompletionStage<List<LoggedEvent>> fromKnown(Boundary<String> known) {
        return known.isUnbounded() ? CompletableFuture.completedStage(found) : from(known);
    }

    /** This epoch goes on beyond the cursor. Whether an earlier one does so too, its first entry there tells. */
    private CompletionStage<List<LoggedEvent>> searchIn(String epoch) {
        Boundary<String> here = Boundary.including(epoch + "-" + (afterSeq + 1));
        return redis.xrange(key, Range.from(here, Boundary.unbounded()), Limit.from(1))
                .thenCompose(first -> !first.isEmpty() && seq(first.get(0)) == afterSeq + 1
                        ? from(here)
                        : search(Boundary.excluding(epoch + "-0"), here));
    }

    private CompletionStage<List<LoggedEvent>> from(Boundary<String> start) {
        int count = Math.min(MOST_AT_ONCE, limit - found.size());
        return redis.xrange(key, Range.from(start, Boundary.unbounded()), Limit.from(count))
                .thenCompose(entries -> {
                    entries.stream()
                            .filter(entry -> seq(entry) > afterSeq)
                            .flatMap(entry -> CallEventJson.read(entry.getBody().getOrDefault(EVENT, "")).stream())
                            .forEach(found::add);
                    return entries.size() < count || found.size() >= limit
                            ? CompletableFuture.completedStage(found)
                            : from(Boundary.excluding(
                                    entries.get(entries.size() - 1).getId()));
                });
    }

    private static String epoch(StreamMessage<String, String> entry) {
        return entry.getId().substring(0, entry.getId().indexOf('-'));
    }

    private static long seq(StreamMessage<String, String> entry) {
        return Long.parseLong(entry.getId().substring(entry.getId().indexOf('-') + 1));
    }
}
