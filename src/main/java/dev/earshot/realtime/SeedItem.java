package dev.earshot.realtime;

/**
 * Something of the call so far that a session is told before it hears.
 *
 * @param text as the model reads it
 */
public record SeedItem(Role role, String text) {

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
