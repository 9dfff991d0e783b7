package dev.earshot.transcript.export;

import dev.earshot.transcript.LoggedEvent;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A transcript, written while its log is read for the second time. Entries are in the order in which they were said, and of one
 * moment in that of the log: an entry waits until none can come that began before it. As the outline says how long that may
 * take, no more of them wait than were said within that time. Not for use by several threads at once.
 */
public final class TranscriptText {

    private final TranscriptOutline outline;
    private final TranscriptHead head;
    private final TranscriptWriter writer;
    private final PriorityQueue<Waiting> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiting::startMs).thenComparingLong(Waiting::seq));
    private long latestStartMs = Long.MIN_VALUE;
    private int written;

    private record Waiting(long seq, TranscriptEntry entry) {
        long startMs() {
            return entry.startMs();
        }
    }

    TranscriptText(TranscriptOutline outline, TranscriptWriter writer) {
        this.outline = outline;
        this.head = outline.head();
        this.writer = writer;
    }

    /** What stands before the first entry. */
    public String begin() {
        return writer.head(head);
    }

    /** What can be written now that this is known; often nothing. What was logged after the outline is left out. */
    public String next(LoggedEvent logged) {
        if (logged.seq() > outline.lastSeq()) {
            return "";
        }
        TranscriptEntry.of(logged, head.speakers()).ifPresent(entry -> {
            waiting.add(new Waiting(logged.seq(), entry));
            latestStartMs = Math.max(latestStartMs, entry.startMs());
        });
        return written(latestStartMs - outline.disorderMs());
    }

    /** What is left, and what stands after the last entry. */
    public String end() {
        return written(Long.MAX_VALUE) + writer.end();
    }

    /** Entries that cannot be written yet. */
    int waiting() {
        return waiting.size();
    }

    /** Entries that began by then. */
    private String written(long untilMs) {
        StringBuilder text = new StringBuilder();
        while (!waiting.isEmpty() && waiting.peek().startMs() <= untilMs) {
            text.append(writer.entry(++written, waiting.remove().entry()));
        }
        return text.toString();
    }
}
