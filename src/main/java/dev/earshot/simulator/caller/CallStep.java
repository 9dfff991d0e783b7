package dev.earshot.simulator.caller;

import java.util.List;

/** One thing that a call does. Steps are taken in their order, none before its time. */
public sealed interface CallStep {

    /** When it is due, in µs of the call at its own pace; one that is late is taken at once. */
    long atMicros();

    /**
     * A socket is opened. One that is still there stays, and whatever it was told has been heard by then.
     *
     * @param attempt 1 for the call's first socket
     */
    record Dial(long atMicros, int attempt) implements CallStep {}

    /**
     * Something is said on the newest socket.
     *
     * @param entries what this does to the books
     */
    record Say(long atMicros, String json, Wire wire, List<Entry> entries) implements CallStep {
        public Say {
            entries = List.copyOf(entries);
        }
    }

    /** Something is said on the socket before the newest one, if that is still open. */
    record SayOnOld(long atMicros, String json, List<Entry> entries) implements CallStep {
        public SayOnOld {
            entries = List.copyOf(entries);
        }
    }

    /** The newest socket is closed in this way, as soon as all that was said has been heard. */
    record Leave(long atMicros, Way way, List<Entry> entries) implements CallStep {
        public Leave {
            entries = List.copyOf(entries);
        }
    }

    /** Nothing is said; something is done to what follows. */
    record Note(long atMicros, List<Entry> entries) implements CallStep {
        public Note {
            entries = List.copyOf(entries);
        }
    }

    /** What the server says stays in the socket for so long. */
    record StopReading(long atMicros, long micros, List<Entry> entries) implements CallStep {
        public StopReading {
            entries = List.copyOf(entries);
        }
    }

    /** How a socket is left. */
    sealed interface Way {

        String word();

        /** A close frame. */
        record Close(int code) implements Way {
            @Override
            public String word() {
                return "close " + code;
            }
        }

        /** RST. */
        record Reset() implements Way {
            @Override
            public String word() {
                return "reset";
            }
        }

        /** FIN, without a close frame. */
        record Vanish() implements Way {
            @Override
            public String word() {
                return "vanish";
            }
        }
    }
}
