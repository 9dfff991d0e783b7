package dev.earshot.realtime;

/**
 * Something of the call so far that a session is told before it hears.
 *
 * @param text as the model reads it
 */
public record SeedItem(Role role, String text) {

    private static final int LABELS = 64;

    /**
     * Speech, as JSON: whatever was said, it cannot pass for somebody else's words or for ours.
     *
     * @param maxChars of the item; text beyond it is left out
     */
    public static SeedItem said(String speaker, String text, int maxChars) {
        String kept = cut(text, maxChars - speaker.length() - LABELS);
        while (true) {
            String json =
                    Json.object().put("speaker", speaker).put("text", kept).toString();
            if (json.length() <= maxChars || kept.isEmpty()) {
                return new SeedItem(Role.USER, json);
            }
            kept = cut(kept, kept.length() / 2);
        }
    }

    /** What the model has offered. */
    public static SeedItem offered(String text, int maxChars) {
        return new SeedItem(Role.ASSISTANT, cut(text, maxChars));
    }

    private static String cut(String text, int maxChars) {
        int end = Math.max(0, Math.min(text.length(), maxChars));
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    /** Whose words they are to the model. */
    public enum Role {
        /** What was said in the call. */
        USER("user", "input_text"),
        /** What the model itself has offered. */
        ASSISTANT("assistant", "output_text");

        private final String wireName;
        private final String contentType;

        Role(String wireName, String contentType) {
            this.wireName = wireName;
            this.contentType = contentType;
        }

        String wireName() {
            return wireName;
        }

        String contentType() {
            return contentType;
        }
    }
}
