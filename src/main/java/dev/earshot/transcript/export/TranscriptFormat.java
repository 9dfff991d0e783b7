package dev.earshot.transcript.export;

import java.util.Arrays;
import java.util.Optional;

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

    /** The transcript of a call whose log was read once, to be written while it is read again. */
    public TranscriptText text(TranscriptOutline outline) {
        return new TranscriptText(outline, writer());
    }
}
