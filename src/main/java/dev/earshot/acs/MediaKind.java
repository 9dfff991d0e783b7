package dev.earshot.acs;

import org.jspecify.annotations.Nullable;

/** The kinds of media messages that are known here; the member that holds a kind's payload bears the same name. */
enum MediaKind {
    AUDIO_DATA("audioData"),
    AUDIO_METADATA("audioMetadata"),
    DTMF_DATA("dtmfData"),
    TRANSCRIPTION_DATA("transcriptionData"),
    TRANSCRIPTION_METADATA("transcriptionMetadata");

    private static final MediaKind[] ALL = values();

    private final String wireName;

    MediaKind(String wireName) {
        this.wireName = wireName;
    }

    /** The kind of that name in any case, or null. */
    static @Nullable MediaKind named(String name) {
        for (MediaKind kind : ALL) {
            if (kind.wireName.equalsIgnoreCase(name)) {
                return kind;
            }
        }
        return null;
    }
}
