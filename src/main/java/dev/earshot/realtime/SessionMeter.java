package dev.earshot.realtime;

/** Counts what becomes of sessions, for all of them together. Called from any thread. */
public interface SessionMeter {

    /** Nobody counts. */
    SessionMeter NONE = new SessionMeter() {};

    /**
     * A session took another state. Each of its states but the first and the last is entered from the one before it.
     *
     * @param from wire name; empty at its start
     * @param to wire name; empty at its end
     */
    default void onState(String from, String to) {}

    /**
     * A track's line of sessions took another state, as the console names it: {@code recovering}, {@code rotating}, ….
     *
     * @param from empty at its start
     * @param to empty at its end
     */
    default void onLine(String from, String to) {}

    /** A session is over; told once for each. */
    default void onEnded(SessionCause cause) {}

    /** The service said something that is new to us, or unreadable. */
    default void onOddEvent(Oddity oddity) {}

    /** Something that a session does without. */
    enum Oddity {
        UNKNOWN_EVENT("unknownEvent"),
        UNREADABLE_EVENT("unreadableEvent"),
        ERROR_EVENT("errorEvent"),
        SEED_REFUSED("seedRefused"),
        STRAY_TRANSCRIPT("strayTranscript");

        private final String wireName;

        Oddity(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
