package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the service finds out where a turn of speech begins and ends. There is no other way: nobody here listens. */
public sealed interface VoiceActivity {

    /** Audio before the detected start that the service counts to a turn, ms; 0 where it does not say. */
    int prefixPaddingMs();

    /** Silence at the end of a turn that the service counts to it, ms; 0 where it does not say. */
    int silenceDurationMs();

    void writeTo(ObjectNode detection);

    /**
     * By loudness.
     *
     * @param threshold 0..1, how sure voice activity must be
     * @param prefixPaddingMs audio before the detected start that belongs to a turn, ms
     * @param silenceDurationMs silence that ends a turn, ms
     */
    record Server(double threshold, int prefixPaddingMs, int silenceDurationMs) implements VoiceActivity {
        @Override
        public void writeTo(ObjectNode detection) {
            detection
                    .put("type", "server_vad")
                    .put("threshold", threshold)
                    .put("prefix_padding_ms", prefixPaddingMs)
                    .put("silence_duration_ms", silenceDurationMs);
        }
    }

    /**
     * By meaning: whoever has not come to a point may pause.
     *
     * @param eagerness how soon a turn is held for ended; null leaves it to the service
     */
    record Semantic(@Nullable Eagerness eagerness) implements VoiceActivity {
        @Override
        public int prefixPaddingMs() {
            return 0;
        }

        @Override
        public int silenceDurationMs() {
            return 0;
        }

        @Override
        public void writeTo(ObjectNode detection) {
            detection.put("type", "semantic_vad");
            if (eagerness != null) {
                detection.put("eagerness", eagerness.wireName());
            }
        }
    }

    /** The longest that a pause is waited out: 8, 4 and 2 s. */
    enum Eagerness {
        LOW,
        MEDIUM,
        HIGH;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
