package dev.earshot.recorder;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a record of a recording tells. The codes are those of the file. */
public enum RecordKind {
    /** Whose call it is, and all that it was given: the first record. */
    HEAD(1),

    /** A media socket is there. */
    MEDIA_OPENED(10),
    /** A media message, as it came. */
    MEDIA(11),
    /** Something else came over a media socket. */
    MEDIA_ANOMALY(12),
    MEDIA_CLOSED(13),

    /** The realtime service has taken a connection. */
    SESSION_OPENED(20),
    /** The service said something. */
    SESSION_TEXT(21),
    SESSION_ENDED(22),
    /** There is room again for what goes to the service. */
    SESSION_WRITABLE(23),
    /** What was handed to the connection's thread is done. */
    SESSION_TASK(24),
    /** What was to be done after a while is done. */
    SESSION_SCHEDULED(25),

    /** From this question on the answer to whether there is room is another. */
    SESSION_ROOM(30),
    /** We said something to the service. */
    SESSION_SENT(31),
    /** So much audio was appended. */
    SESSION_APPENDED(32),
    SESSION_CLOSED(33),

    /** An actor of the call takes what came from its audio, or from a timer: both come about again. */
    ARRIVED(40),
    /** An actor of the call takes what it was told from outside, by the store's writer too. */
    TOLD(41),
    /** An actor looks at the audio, which has gone on since it, or another, did so last. */
    LOOKED(43),
    /** What a console's queue said to an event. */
    OFFERED(44),

    /** An event as it stands in the log. */
    LOGGED(50),

    /** The call is over, and all of it is here. */
    END(60),
    /** The recording was behind: nothing more was written. */
    OVERFLOW(61),
    /** There was no room for more. */
    FULL(62);

    private static final Map<Integer, RecordKind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(RecordKind::code, Function.identity()));

    private final int code;

    RecordKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether it is done by the thread of the call's audio, and has a moment. */
    boolean ofAudio() {
        return code >= MEDIA_OPENED.code && code <= SESSION_SCHEDULED.code;
    }

    /** Whether it is a step of the call's lane that something from outside begins, and has a moment. */
    boolean ofLane() {
        return code >= ARRIVED.code && code <= TOLD.code;
    }

    /** By its code; null for one that this version does not know. */
    static @Nullable RecordKind of(int code) {
        return BY_CODE.get(code);
    }
}
