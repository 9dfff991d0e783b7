package dev.earshot.signalr;

import org.jspecify.annotations.Nullable;

/** The kinds of hub messages by the numbers that every protocol writes. */
enum MessageType {
    INVOCATION(1),
    STREAM_ITEM(2),
    COMPLETION(3),
    STREAM_INVOCATION(4),
    CANCEL_INVOCATION(5),
    PING(6),
    CLOSE(7),
    ACK(8),
    SEQUENCE(9);

    private final int wireNumber;

    MessageType(int wireNumber) {
        this.wireNumber = wireNumber;
    }

    int wireNumber() {
        return wireNumber;
    }

    /** Null for a number that is not known: a later version has more. */
    static @Nullable MessageType of(int wireNumber) {
        for (MessageType type : values()) {
            if (type.wireNumber == wireNumber) {
                return type;
            }
        }
        return null;
    }
}
