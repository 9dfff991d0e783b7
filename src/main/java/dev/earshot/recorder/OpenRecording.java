package dev.earshot.recorder;

import java.nio.file.Path;

/** One call's recording while it is made. Records are taken from any thread, in the order of the calls, and never waited for. */
final class OpenRecording {

    private final String callId;
    private final Path file;
    private final RecordingWriter writer;
    private volatile boolean closed;
    private volatile boolean stopped;
    private long booked;

    OpenRecording(String callId, Path file, RecordingWriter writer) {
        this.callId = callId;
        this.file = file;
        this.writer = writer;
    }

    String callId() {
        return callId;
    }

    Path file() {
        return file;
    }

    /** So many bytes of it are in its file, or on their way there. On the writer's thread. */
    long booked() {
        return booked;
    }

    /** So many more. */
    void book(long more) {
        booked += more;
    }

    /** Takes one record. A recording that would have to leave one out has its end there. */
    void put(byte[] record) {
        if (!closed && !writer.offer(this, record)) {
            last(RecordKind.OVERFLOW);
        }
    }

    /** The call is over. */
    void end() {
        last(RecordKind.END);
    }

    /** Nothing more of it is wanted. */
    void stop() {
        stopped = true;
        closed = true;
    }

    /** Whether that is so. */
    boolean stopped() {
        return stopped;
    }

    private synchronized void last(RecordKind why) {
        if (!closed) {
            closed = true;
            writer.end(this, why);
        }
    }
}
