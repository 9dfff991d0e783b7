package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallEventJson;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.TranscriptActor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of one call by one owner in a file: whole from its first event on. For one thread. It is open only while it is
 * written or read.
 */
final class SpillFile implements AutoCloseable {

    private final Path path;
    private final TranscriptActor.Call call;
    private final long storedSeq;
    private @Nullable FileChannel channel;
    private @Nullable CallSummary last;
    private boolean named;
    private long lastSeq;
    private long bytes;
    private long cut;

    /** Some events, and where those after them begin. */
    record Page(List<LoggedEvent> events, long next) {}

    private SpillFile(Path path, TranscriptActor.Call call, long storedSeq) {
        this.path = path;
        this.call = call;
        this.storedSeq = storedSeq;
    }

    /**
     * A new file.
     *
     * @param storedSeq what the store has confirmed so far
     */
    static SpillFile create(Path path, TranscriptActor.Call call, long storedSeq) throws IOException {
        SpillFile file = new SpillFile(path, call, storedSeq);
        file.channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                Access.ownFile(path));
        SpillRecord head = SpillRecord.of(call, storedSeq);
        ByteBuffer out = ByteBuffer.allocate(SpillRecord.MAGIC.length + head.size());
        out.put(SpillRecord.MAGIC);
        head.writeTo(out);
        try {
            file.write(out.flip());
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(path);
            throw e;
        }
        return file;
    }

    /**
     * A file that is there. What is not whole at its end is cut off.
     *
     * @return empty where it is none of ours, or of another version
     */
    static Optional<SpillFile> open(Path path) throws IOException {
        try (FileChannel channel = openChannel(path)) {
            SpillReader records = new SpillReader(channel, SpillRecord.MAGIC.length);
            SpillRecord head = head(channel, records);
            if (head == null) {
                return Optional.empty();
            }
            SpillFile file = new SpillFile(path, head.call(), head.storedSeq());
            file.named = true;
            file.scan(records);
            file.cut = channel.size() - file.bytes;
            channel.truncate(file.bytes);
            return Optional.of(file);
        }
    }

    /** Whose log is in a file; empty where it is none of ours, or of another version. */
    static Optional<String> callId(Path path) throws IOException {
        try (FileChannel channel = openChannel(path)) {
            SpillRecord head = head(channel, new SpillReader(channel, SpillRecord.MAGIC.length));
            return Optional.ofNullable(head).map(record -> record.call().callId());
        }
    }

    private static @Nullable SpillRecord head(FileChannel channel, SpillReader records) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(SpillRecord.MAGIC.length);
        if (channel.read(magic, 0) < magic.capacity() || !Arrays.equals(magic.array(), SpillRecord.MAGIC)) {
            return null;
        }
        SpillRecord head = records.next();
        return head == null || head.type() != SpillRecord.CALL ? null : head;
    }

    private void scan(SpillReader records) throws IOException {
        bytes = records.position();
        for (SpillRecord record = records.next(); record != null && last == null; record = records.next()) {
            if (record.type() == SpillRecord.EVENT && record.seq() == lastSeq + 1) {
                lastSeq++;
            } else if (record.type() == SpillRecord.END) {
                last = CallSummary.read(record.summaryJson()).orElse(null);
            }
            bytes = records.position();
        }
    }

    /** Bytes that these events, as far as they are new and in order, add to the file. */
    static ByteBuffer encoded(List<LoggedEvent> events) {
        List<SpillRecord> records = events.stream().map(SpillRecord::of).toList();
        ByteBuffer out =
                ByteBuffer.allocate(records.stream().mapToInt(SpillRecord::size).sum());
        records.forEach(record -> record.writeTo(out));
        return out.flip();
    }

    /** Those of the events that go on where a file ends. */
    static List<LoggedEvent> following(long lastSeq, List<LoggedEvent> events) {
        List<LoggedEvent> next = new ArrayList<>(events.size());
        for (LoggedEvent event : events) {
            if (event.seq() == lastSeq + 1 + next.size()) {
                next.add(event);
            }
        }
        return next;
    }

    /** Adds {@link #following} events, which {@code encoded} holds. */
    void append(List<LoggedEvent> events, ByteBuffer encoded) throws IOException {
        write(encoded);
        lastSeq += events.size();
    }

    /** The call has ended: brings all of it to the disk, and closes the file. */
    void end(CallSummary summary) throws IOException {
        SpillRecord end = SpillRecord.of(summary);
        ByteBuffer out = ByteBuffer.allocate(end.size());
        end.writeTo(out);
        write(out.flip());
        last = summary;
        sync();
        close();
    }

    /** Brings to the disk itself what was written, and that there is such a file. */
    void sync() throws IOException {
        if (channel == null) {
            return;
        }
        channel.force(false);
        Path directory = path.getParent();
        if (!named && directory != null) {
            Access.syncNames(directory);
            named = true;
        }
    }

    /**
     * At most so many events after {@code afterSeq}, and no more than {@code maxBytes} of them, but one at least.
     *
     * @param from where to begin: {@link Page#next} of the page before, or 0
     * @throws IOException also where a record is not whole any more: that is not the log's end
     */
    Page read(long from, long afterSeq, int maxEvents, long maxBytes) throws IOException {
        List<LoggedEvent> events = new ArrayList<>();
        SpillReader records = new SpillReader(channel(), Math.max(from, SpillRecord.MAGIC.length));
        long taken = 0;
        long next = records.position();
        while (events.size() < maxEvents) {
            SpillRecord record = records.next();
            if (record == null && events.isEmpty() && records.position() < bytes) {
                throw new IOException("A record is not whole any more, at byte " + records.position());
            }
            if (record == null || record.type() == SpillRecord.END) {
                break;
            }
            if (record.type() == SpillRecord.EVENT && record.seq() > afterSeq) {
                taken += record.size();
                if (taken > maxBytes && !events.isEmpty()) {
                    break;
                }
                String json = record.eventJson();
                events.add(CallEventJson.read(json)
                        .orElseThrow(() -> new IOException("An event of a version that is not known here")));
            }
            next = records.position();
        }
        return new Page(events, next);
    }

    TranscriptActor.Call call() {
        return call;
    }

    Path path() {
        return path;
    }

    /** What the store had confirmed when the file was begun. */
    long storedSeq() {
        return storedSeq;
    }

    long lastSeq() {
        return lastSeq;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes at its end that were no whole record, and are gone. */
    long cut() {
        return cut;
    }

    /** The call at its end; null where nobody has written it. */
    @Nullable
    CallSummary last() {
        return last;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** All of it or nothing: half a record would hide those after it. */
    private void write(ByteBuffer out) throws IOException {
        FileChannel to = channel();
        long at = bytes;
        try {
            while (out.hasRemaining()) {
                at += to.write(out, at);
            }
            bytes = at;
        } catch (IOException e) {
            to.truncate(bytes);
            throw e;
        }
    }

    private FileChannel channel() throws IOException {
        if (channel == null) {
            channel = openChannel(path);
        }
        return channel;
    }

    private static FileChannel openChannel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }
}
