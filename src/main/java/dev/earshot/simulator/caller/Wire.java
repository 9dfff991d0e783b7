package dev.earshot.simulator.caller;

/** How a message goes over the socket. */
public sealed interface Wire {

    String word();

    Wire TEXT = new Text();

    /** One text frame, as the platform sends it. */
    record Text() implements Wire {
        @Override
        public String word() {
            return "text";
        }
    }

    /** A text in so many frames. */
    record Fragments(int pieces) implements Wire {
        @Override
        public String word() {
            return "fragment";
        }
    }

    /** The same bytes, called binary. */
    record Binary() implements Wire {
        @Override
        public String word() {
            return "binary";
        }
    }
}
