package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.faults.FaultScope;
import java.time.Duration;

/** One thing that the server does wrong on purpose. */
sealed interface Fault {

    FaultScope sessions();

    /** The rule as it was written, for the log. */
    String words();

    /** Something is done to the connection, once in a session. */
    record Strike(FaultScope sessions, Deed deed, Moment moment, String words) implements Fault {}

    /** Something is done to events, each time. */
    record Change(FaultScope sessions, FaultTarget target, Alteration alteration, String words) implements Fault {}

    /** When a deed is done. */
    sealed interface Moment {

        /** Instead of the upgrade. */
        record Upgrade() implements Moment {}

        /** Where the event would come; it comes afterwards, if anything does. */
        record Before(FaultTarget target) implements Moment {}

        record After(FaultTarget target) implements Moment {}

        /** Once so much was appended. */
        record Audio(Duration appended) implements Moment {}

        /** So long after the session began. */
        record Time(Duration elapsed) implements Moment {}
    }

    /** What becomes of an event. */
    sealed interface Alteration {

        /** Never sent; a client's event is never heard. */
        record Drop() implements Alteration {}

        record Twice() implements Alteration {}

        /** Later, and others overtake it. */
        record Delay(Duration duration) implements Alteration {}

        /**
         * With another value at the path, in {@code session} where the event has one; a JSON null means one of the
         * server's choice.
         */
        record Distort(String path, JsonNode value) implements Alteration {}

        /** A client's event is answered with an error, and nothing of it applies. */
        record Reject(String code) implements Alteration {}

        /** A transcription or a response ends in failure. */
        record FailWith(String code) implements Alteration {}

        /** A response breaks off in the middle. */
        record CutShort() implements Alteration {}

        /** The next of its kind goes first, if it comes in time. */
        record Swap(Duration within) implements Alteration {}
    }
}
