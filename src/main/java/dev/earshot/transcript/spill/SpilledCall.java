package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call's log on disk, and how far it has come into the store. For the disk's thread. */
final class SpilledCall {

    private final SpillFile file;
    private long storedSeq;
    private long offset;
    private int failures;
    private boolean owned;
    private boolean gone;
    private @Nullable CallSummary summary;

    /** A log to which a writer may still add: then it is {@code owned}. */
    SpilledCall(SpillFile file, boolean owned) {
        this.file = file;
        this.owned = owned;
        this.storedSeq = Math.min(file.storedSeq(), file.lastSeq());
    }

    /** Its owner adds nothing any more: the last event goes into the store again, which then judges the owner too. */
    void release() {
        owned = false;
        storedSeq = Math.max(0, Math.min(file.storedSeq(), file.lastSeq() - 1));
    }

    /** What comes next into the store. */
    SpillFile.Page next(SpillSettings.Drain drain) throws IOException {
        return read(offset, storedSeq, drain.batchEvents(), drain.batchBytes());
    }

    List<LoggedEvent> events(long afterSeq, int limit) throws IOException {
        return read(0, afterSeq, limit, Long.MAX_VALUE).events();
    }

    /** Thousands may wait: one that nobody writes is open only while it is read. */
    private SpillFile.Page read(long from, long afterSeq, int maxEvents, long maxBytes) throws IOException {
        try {
            return file.read(from, afterSeq, maxEvents, maxBytes);
        } finally {
            if (!owned) {
                file.close();
            }
        }
    }

    void onStored(long seq, long next) {
        failures = 0;
        storedSeq = seq;
        offset = next;
    }

    /** The store has lost what it had. */
    void onLost(long held) {
        storedSeq = held;
        offset = 0;
    }

    int onFailed() {
        return ++failures;
    }

    /** It is no longer on disk: whatever is under way with it comes to nothing. */
    void onGone() {
        gone = true;
    }

    /** The call in one line; where nobody has written its end, by what is in its log. */
    CallSummary summary() throws IOException {
        CallSummary known = file.last() == null ? summary : file.last();
        if (known != null && known.lastSeq() == file.lastSeq()) {
            return known;
        }
        CallSummary now = CallSummary.of(file.call().callId(), file.call().startedAt(), events(0, Integer.MAX_VALUE));
        summary = now;
        return now;
    }

    SpillFile file() {
        return file;
    }

    String callId() {
        return file.call().callId();
    }

    long epoch() {
        return file.call().epoch();
    }

    long storedSeq() {
        return storedSeq;
    }

    boolean owned() {
        return owned;
    }

    boolean gone() {
        return gone;
    }
}
