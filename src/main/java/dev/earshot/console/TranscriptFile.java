package dev.earshot.console;

import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.export.TranscriptFormat;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** A transcript as a file: written while it is sent, so that a long call's is never there as a whole. */
final class TranscriptFile {
    /** Parts in one chunk of the answer. */
    private static final int PARTS = 64;

    private TranscriptFile() {}

    static HttpResponse of(String callId, TranscriptFormat format, List<LoggedEvent> log) {
        Source<ByteString, NotUsed> bytes = Source.fromIterator(() -> format.parts(callId, log))
                .grouped(PARTS)
                .map(parts -> ByteString.fromString(String.join("", parts)));
        return HttpResponse.create()
                .addHeader(RawHeader.create(
                        "Content-Disposition", "attachment; filename=\"" + callId + "." + format.extension() + "\""))
                .withEntity(HttpEntities.create(type(format), bytes));
    }

    private static ContentType type(TranscriptFormat format) {
        return ContentTypes.parse(format.mediaType());
    }
}
