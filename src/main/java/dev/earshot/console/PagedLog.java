package dev.earshot.console;

import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.LoggedEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** A call's log wherever it is, to be read a page at a time: one page is in memory, however long the call. */
@FunctionalInterface
interface PagedLog {
    /** Events of a page. */
    int PAGE = 100;

    /** At most {@code limit} events after {@code afterSeq}. */
    CompletionStage<CallSnapshot> page(long afterSeq, int limit);

    /** All that is there after {@code afterSeq}, each page read when it is asked for. */
    default Source<List<LoggedEvent>, NotUsed> pages(long afterSeq) {
        return Source.unfoldAsync(new Place(afterSeq, false), this::next);
    }

    /** The same from a page on that was read already. */
    default Source<List<LoggedEvent>, NotUsed> pages(CallSnapshot first) {
        Source<List<LoggedEvent>, NotUsed> begun = Source.single(first.events());
        Place place = Place.behind(0, first.events());
        return place.atEnd() ? begun : begun.concatLazy(pages(place.afterSeq()));
    }

    private CompletionStage<Optional<Pair<Place, List<LoggedEvent>>>> next(Place place) {
        return place.atEnd()
                ? CompletableFuture.completedFuture(Optional.empty())
                : page(place.afterSeq(), PAGE)
                        .thenApply(page ->
                                Optional.of(Pair.create(Place.behind(place.afterSeq(), page.events()), page.events())));
    }

    /** How far a log has been read. */
    record Place(long afterSeq, boolean atEnd) {

        static Place behind(long afterSeq, List<LoggedEvent> page) {
            return page.isEmpty()
                    ? new Place(afterSeq, true)
                    : new Place(page.get(page.size() - 1).seq(), page.size() < PAGE);
        }
    }
}
