package dev.earshot.console;

import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A call's log, told again from a cursor on: each event as long after the first as it was then, or in a fraction of that time.
 * A call that still lives is followed until it ends. However long the call, one page of it is in memory; whoever reads
 * slowly is not hurried, and gets what is late as fast as it can read.
 *
 * <pre>
 *  log, a page at a time ─▶ events ─▶ each when it is due ─▶ console
 *   └── asked again after a while, at the end of a call that lives
 * </pre>
 */
final class CallReplay {
    static final String SPEEDS = "The speed is 0 for as fast as it goes, or 0.1 to 100";

    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 100;
    private static final Duration NEWS = Duration.ofMillis(250);
    /** A wait is cut into pieces, so that one that is cancelled is soon forgotten. */
    private static final Duration PIECE = Duration.ofSeconds(1);

    private final PagedLog log;
    private final double speed;
    private final ActorSystem system;
    private final LongSupplier nanoTime;
    private volatile boolean over;
    private long firstAtMs = -1;
    private long startedAt;

    /**
     * How far it has got.
     *
     * @param atEdge there was no more when it was last asked, and may be later
     * @param atEnd there never will be more
     */
    private record Cursor(long afterSeq, boolean atEdge, boolean atEnd) {}

    private CallReplay(PagedLog log, double speed, ActorSystem system, LongSupplier nanoTime) {
        this.log = log;
        this.speed = speed;
        this.system = system;
        this.nanoTime = nanoTime;
    }

    static boolean isSpeed(double speed) {
        return speed == 0 || (speed >= SLOWEST && speed <= FASTEST);
    }

    /**
     * The events after {@code afterSeq}, to be run once.
     *
     * @param speed how many seconds of the call a second takes; 0 for no waiting at all
     * @param nanoTime a clock that only goes forward, in ns
     */
    static Source<LoggedEvent, ?> source(PagedLog log, long afterSeq, double speed, LongSupplier nanoTime) {
        return Source.fromMaterializer((materializer, attributes) ->
                new CallReplay(log, speed, materializer.system(), nanoTime).events(afterSeq));
    }

    private Source<LoggedEvent, ?> events(long afterSeq) {
        Source<LoggedEvent, ?> logged = Source.unfoldAsync(new Cursor(afterSeq, false, false), this::next)
                .mapConcat(page -> page);
        return speed == 0
                ? logged
                : logged.mapAsync(1, this::whenDue).watchTermination((mat, ended) -> {
                    ended.whenComplete((done, failure) -> over = true);
                    return mat;
                });
    }

    private CompletionStage<Optional<Pair<Cursor, List<LoggedEvent>>>> next(Cursor cursor) {
        if (cursor.atEnd()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletionStage<Done> wait = cursor.atEdge() ? pause(NEWS) : now();
        return wait.thenCompose(waited -> log.page(cursor.afterSeq(), PagedLog.PAGE))
                .thenApply(page -> Optional.of(Pair.create(after(cursor, page), page.events())));
    }

    private static Cursor after(Cursor cursor, CallSnapshot page) {
        List<LoggedEvent> events = page.events();
        boolean edge = events.size() < PagedLog.PAGE;
        long afterSeq = events.isEmpty()
                ? cursor.afterSeq()
                : events.get(events.size() - 1).seq();
        return new Cursor(afterSeq, edge, edge && page.state() == CallSummary.State.ENDED);
    }

    private CompletionStage<LoggedEvent> whenDue(LoggedEvent event) {
        if (firstAtMs < 0) {
            firstAtMs = event.atMs();
            startedAt = nanoTime.getAsLong();
        }
        long due = startedAt + (long) ((event.atMs() - firstAtMs) * 1e6 / speed);
        return until(due).thenApply(waited -> event);
    }

    private CompletionStage<Done> until(long due) {
        Duration left = Duration.ofNanos(due - nanoTime.getAsLong());
        if (over || left.isNegative() || left.isZero()) {
            return now();
        }
        return pause(left.compareTo(PIECE) < 0 ? left : PIECE).thenCompose(waited -> until(due));
    }

    private CompletionStage<Done> pause(Duration length) {
        return Patterns.after(length, system, CallReplay::now);
    }

    private static CompletionStage<Done> now() {
        return CompletableFuture.completedFuture(Done.getInstance());
    }
}
