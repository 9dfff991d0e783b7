package dev.earshot.transcript.export;

import dev.earshot.transcript.LoggedEvent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The forms in which a transcript can be taken away. All are UTF-8 with line feeds. */
public enum TranscriptFormat {
    JSON("json", "application/json"),
    VTT("vtt", "text/vtt; charset=utf-8"),
    SRT("srt", "application/x-subrip; charset=utf-8"),
    TXT("txt", "text/plain; charset=utf-8");

    private final String extension;
    private final String mediaType;

    TranscriptFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** The form that files with this extension have. */
    public static Optional<TranscriptFormat> of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension.equals(extension))
                .findFirst();
    }

    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    private TranscriptWriter writer() {
        return switch (this) {
            case JSON -> new JsonTranscript();
            case VTT -> new VttTranscript();
            case SRT -> new SrtTranscript();
            case TXT -> new TextTranscript();
        };
    }

    /** The transcript of a call, part by part, each made when it is asked for. */
    public Iterator<String> parts(String callId, List<LoggedEvent> log) {
        TranscriptWriter writer = writer();
        TranscriptHead head = TranscriptHead.of(callId, log);
        List<TranscriptEntry> entries = TranscriptEntry.of(log, head.speakers());
        Stream<String> written =
                IntStream.range(0, entries.size()).mapToObj(index -> writer.entry(index + 1, entries.get(index)));
        return Stream.of(Stream.of(writer.head(head)), written, Stream.of(writer.end()))
                .flatMap(parts -> parts)
                .iterator();
    }
}
