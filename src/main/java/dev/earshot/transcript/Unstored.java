package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;

/** Why the store has not got all of a call's log, and where the rest waits: {@code {"waits":"disk","cause":"storeAway"}}. */
public record Unstored(Where waits, StoreFailure cause) {

    public Unstored {
        Objects.requireNonNull(waits);
        Objects.requireNonNull(cause);
    }

    /** Where the events wait that the store has not confirmed. */
    public enum Where {
        /** Gone with the process. */
        MEMORY("memory"),
        /** In a file of this node, which outlives the process. */
        DISK("disk");

        private final String wireName;

        Where(String wireName) {
            this.wireName = wireName;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }
    }
}
