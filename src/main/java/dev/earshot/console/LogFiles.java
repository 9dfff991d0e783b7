package dev.earshot.console;

import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.export.TranscriptFormat;
import dev.earshot.transcript.export.TranscriptOutline;
import dev.earshot.transcript.export.TranscriptText;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * What is made of a whole log, written while the log is read: neither is ever there as a whole. Who reads slowly is not
 * hurried. Where the log can no longer be read the answer breaks off, before its last chunk.
 *
 * <pre>
 *   events:      log, a page at a time ─▶ JSON ─▶ chunks
 *   transcript:  log, a page at a time ─▶ outline, then
 *                log again, a page at a time ─▶ entries in their order ─▶ chunks
 * </pre>
 */
final class LogFiles {

    private LogFiles() {}

    /** {@code {"events":[…]}}: in one piece where there is no second page. */
    static HttpResponse events(PagedLog log, CallSnapshot first) {
        return first.events().size() < PagedLog.PAGE
                ? HttpResponse.create()
                        .withEntity(ContentTypes.APPLICATION_JSON, CallSnapshot.renderedEvents(first.events()))
                : file(ContentTypes.APPLICATION_JSON, eventsOf(log, first));
    }

    private static Source<String, NotUsed> eventsOf(PagedLog log, CallSnapshot first) {
        long afterSeq = first.events().get(first.events().size() - 1).seq();
        Source<String, NotUsed> others =
                log.pages(afterSeq).filter(page -> !page.isEmpty()).map(page -> "," + joined(page));
        return Source.single("{\"events\":[" + joined(first.events()))
                .concatLazy(others)
                .concatLazy(Source.single("]}"));
    }

    private static String joined(List<LoggedEvent> events) {
        return events.stream().map(LoggedEvent::rendered).collect(Collectors.joining(","));
    }

    /** The transcript as a file to take away, of the log as it is now. Fails where the log cannot be read once. */
    static CompletionStage<HttpResponse> transcript(
            String callId, TranscriptFormat format, PagedLog log, CallSnapshot first, Materializer materializer) {
        return log.pages(first)
                .runFold(new TranscriptOutline(callId), LogFiles::read, materializer)
                .thenApply(outline -> file(ContentTypes.parse(format.mediaType()), textOf(log, format.text(outline)))
                        .addHeader(RawHeader.create(
                                "Content-Disposition",
                                "attachment; filename=\"" + callId + "." + format.extension() + "\"")));
    }

    private static TranscriptOutline read(TranscriptOutline outline, List<LoggedEvent> page) {
        page.forEach(outline::read);
        return outline;
    }

    private static Source<String, NotUsed> textOf(PagedLog log, TranscriptText text) {
        return Source.lazySingle(text::begin)
                .concatLazy(
                        log.pages(0).map(page -> page.stream().map(text::next).collect(Collectors.joining())))
                .concatLazy(Source.lazySingle(text::end))
                .mapMaterializedValue(ignored -> NotUsed.getInstance());
    }

    private static HttpResponse file(ContentType type, Source<String, NotUsed> text) {
        return HttpResponse.create().withEntity(HttpEntities.create(type, text.map(ByteString::fromString)));
    }
}
