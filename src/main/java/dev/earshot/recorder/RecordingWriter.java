package dev.earshot.recorder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes recordings.
 *
 * <pre>
 *   audio's threads, lanes ──offer──▷ queue, bounded in items and bytes ──▷ this thread ══▷ a file a call
 * </pre>
 *
 * Whoever offers is never made to wait, nor wakes this thread: it looks by itself.
 */
final class RecordingWriter implements AutoCloseable, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingWriter.class);
    private static final int LOOK_EVERY_MS = 10;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long CLOSE_PATIENCE_MS = 5_000;

    /** @param last why it is the last of its recording, null for one that is not */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Item(OpenRecording of, byte[] record, @Nullable RecordKind last, @Nullable Runnable instead) {}

    private final Recordings recordings;
    private final int maxItems;
    private final long maxBytes;
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<OpenRecording, OutputStream> open = new HashMap<>();
    private final MeterRegistry meters;
    private final Thread thread = new Thread(this, "recorder");
    private volatile boolean closing;

    RecordingWriter(Recordings recordings, RecorderSettings settings, MeterRegistry meters) {
        this.recordings = recordings;
        this.maxItems = settings.queueItems();
        this.maxBytes = settings.queueBytes();
        this.meters = meters;
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a record to write it soon; false where there is no room for it. */
    boolean offer(OpenRecording recording, byte[] record) {
        long itemsThen = items.incrementAndGet();
        long bytesThen = bytes.addAndGet(record.length);
        if (itemsThen > maxItems || bytesThen > maxBytes) {
            items.decrementAndGet();
            bytes.addAndGet(-record.length);
            return false;
        }
        queue.add(new Item(recording, record, null, null));
        return true;
    }

    /** Nothing follows. Taken in any case: it is one for each call. */
    void end(OpenRecording recording, RecordKind why) {
        byte[] record = new RecordWriter(why).done();
        items.incrementAndGet();
        bytes.addAndGet(record.length);
        queue.add(new Item(recording, record, why, null));
    }

    /** Does something with the files, after all that was offered before. */
    void then(Runnable task) {
        items.incrementAndGet();
        queue.add(new Item(new OpenRecording("", Path.of(""), this), new byte[0], null, task));
    }

    @Override
    public void run() {
        while (!closing || !queue.isEmpty()) {
            Item item = queue.poll();
            if (item == null) {
                flush();
                rest();
            } else {
                items.decrementAndGet();
                bytes.addAndGet(-item.record().length);
                guarded(item);
            }
        }
        open.keySet().stream().toList().forEach(this::close);
    }

    /** What goes wrong with one recording must not end the others. */
    private void guarded(Item item) {
        try {
            write(item);
        } catch (RuntimeException e) {
            item.of().stop();
            close(item.of());
            LOG.atError()
                    .setMessage("the recorder failed")
                    .addKeyValue("call", item.of().callId())
                    .setCause(e)
                    .log();
        }
    }

    private void write(Item item) {
        if (item.instead() != null) {
            item.instead().run();
            return;
        }
        OpenRecording recording = item.of();
        if (recording.stopped()) {
            return;
        }
        try {
            OutputStream out = open.get(recording);
            if (out == null) {
                out = new BufferedOutputStream(recordings.create(recording.file()), BUFFER_BYTES);
                open.put(recording, out);
                out.write(RecordingFormat.head());
            }
            write(item, out);
        } catch (IOException e) {
            recording.stop();
            given("notWritten", recording, e);
            close(recording);
        }
    }

    private void write(Item item, OutputStream out) throws IOException {
        OpenRecording recording = item.of();
        byte[] framed = RecordingFormat.framed(item.record());
        if (!recordings.makeRoom(recording, framed.length, open.keySet())) {
            recording.stop();
            given("noRoom", recording, null);
            out.write(RecordingFormat.framed(new RecordWriter(RecordKind.FULL).done()));
            close(recording);
            return;
        }
        out.write(framed);
        if (item.last() != null) {
            if (item.last() == RecordKind.OVERFLOW) {
                given("overflow", recording, null);
            }
            recording.stop(); // what another thread offered meanwhile would begin the file anew
            close(recording);
        }
    }

    /** Once a recording. */
    private void given(String cause, OpenRecording recording, @Nullable IOException failure) {
        Counter.builder("earshot.recorder.given.up")
                .description("Recordings of calls that are not whole")
                .tag("cause", cause)
                .register(meters)
                .increment();
        LOG.atWarn()
                .setMessage("the rest of a call is not recorded")
                .addKeyValue("call", recording.callId())
                .addKeyValue("cause", cause)
                .addKeyValue("detail", failure == null ? "-" : failure.toString())
                .log();
    }

    /** On this thread. */
    void close(OpenRecording recording) {
        OutputStream out = open.remove(recording);
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                given("notWritten", recording, e);
            }
        }
    }

    /** Those of this call that are being written. On this thread. */
    void closeAll(String callId) {
        open.keySet().stream()
                .filter(recording -> recording.callId().equals(callId))
                .toList()
                .forEach(recording -> {
                    recording.stop();
                    close(recording);
                });
    }

    private void flush() {
        for (Map.Entry<OpenRecording, OutputStream> each : List.copyOf(open.entrySet())) {
            try {
                each.getValue().flush();
            } catch (IOException e) {
                each.getKey().stop();
                given("notWritten", each.getKey(), e);
                close(each.getKey());
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, and closes all files. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
