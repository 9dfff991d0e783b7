package dev.earshot.simulator.realtime;

import java.time.Duration;

/** What a fault does to a connection, once. */
sealed interface Deed {

    /** Does it, to a session that has begun. */
    void strike(Stage stage);

    /** Whether the session is over with it: nothing is said or heard any more. */
    default boolean ends() {
        return true;
    }

    /** What deeds are done to. */
    interface Stage {

        /** An {@code error} event. */
        void error(String code);

        void close(int code, String reason);

        /** RST, without a close frame. */
        void reset();

        /** The connection stays, and nothing at all comes any more: no events, no pongs, no close. */
        void silence();

        /** What the client sends stays where it is; in the end it can send no more. */
        void stopReading(Duration duration);

        void expire(boolean withError);
    }

    /**
     * An HTTP status instead of the upgrade.
     *
     * @param retryAfterSeconds for the header {@code Retry-After}; 0 leaves it out
     */
    record Refuse(int status, int retryAfterSeconds) implements Deed {
        @Override
        public void strike(Stage stage) {
            throw new IllegalStateException("only an upgrade can be refused");
        }
    }

    /**
     * An {@code error} event.
     *
     * @param close the code to close with afterwards; 0 leaves the session open
     */
    record Fail(String code, int close) implements Deed {
        @Override
        public boolean ends() {
            return close != 0;
        }

        @Override
        public void strike(Stage stage) {
            stage.error(code);
            if (close != 0) {
                stage.close(close, Access.closeReason(code));
            }
        }
    }

    record Close(int code) implements Deed {
        @Override
        public void strike(Stage stage) {
            stage.close(code, "");
        }
    }

    record Reset() implements Deed {
        @Override
        public void strike(Stage stage) {
            stage.reset();
        }
    }

    record Silence() implements Deed {
        @Override
        public void strike(Stage stage) {
            stage.silence();
        }
    }

    /** No events come any more; the socket below goes on. */
    record Stall() implements Deed {
        @Override
        public void strike(Stage stage) {
            // that it ends is all
        }
    }

    record StopReading(Duration duration) implements Deed {
        @Override
        public boolean ends() {
            return false;
        }

        @Override
        public void strike(Stage stage) {
            stage.stopReading(duration);
        }
    }

    record Expire(boolean withError) implements Deed {
        @Override
        public void strike(Stage stage) {
            stage.expire(withError);
        }
    }
}
