package dev.earshot.transcript.spill;

import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.TranscriptActor.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All logs of this process's room, within their bound in bytes. For the disk's thread. */
final class SpilledCalls {

    private static final Logger log = LoggerFactory.getLogger(SpilledCalls.class);

    private final SpillSettings settings;
    private final SpillRoom room;
    private final SpillCounts counts;
    private final RefusedFiles refused;
    private final Map<Key, SpilledCall> calls = new LinkedHashMap<>();
    private final Set<SpilledCall> unsynced = new LinkedHashSet<>();
    private boolean full;

    private record Key(String callId, long epoch) {
        static Key of(Call call) {
            return new Key(call.callId(), call.epoch());
        }
    }

    SpilledCalls(SpillSettings settings, SpillRoom room, SpillCounts counts) {
        this.settings = settings;
        this.room = room;
        this.counts = counts;
        this.refused = new RefusedFiles(counts.bytes());
    }

    /** Takes in a file that was found; empty where it holds no log. */
    Optional<SpilledCall> onFound(Path path) throws IOException {
        if (SpillName.read(path).filter(SpillName::refused).isPresent()) {
            refused.add(path);
            return Optional.empty();
        }
        SpillFile file = SpillFile.open(path).orElse(null);
        if (file == null
                || !path.equals(
                        room.file(SpillName.of(file.call().callId(), file.call().epoch())))) {
            SpillRoom.foreign(path);
            return Optional.empty();
        }
        if (file.cut() > 0) {
            onCut(file);
        }
        if (file.lastSeq() == 0) {
            Files.delete(path);
            return Optional.empty();
        }
        SpilledCall call = new SpilledCall(file, false);
        call.release();
        put(call);
        counts.bytes().addAndGet(file.bytes());
        return Optional.of(call);
    }

    private void onCut(SpillFile file) {
        counts.cutFiles().increment();
        log.atWarn()
                .addKeyValue("call", file.call().callId())
                .addKeyValue("cut", file.cut())
                .addKeyValue("lastSeq", file.lastSeq())
                .log("A log on disk was not whole at its end, which is cut off");
    }

    /** The last seq that is on disk then. A file is there only once it has an event: one without would hide the store's log. */
    long append(Call call, long storedSeq, List<LoggedEvent> events) throws IOException {
        SpilledCall spilled = calls.get(Key.of(call));
        long lastSeq = spilled == null ? 0 : spilled.file().lastSeq();
        List<LoggedEvent> next = SpillFile.following(lastSeq, events);
        if (next.isEmpty()) {
            return lastSeq;
        }
        ByteBuffer encoded = SpillFile.encoded(next);
        makeRoom(spilled, encoded.remaining());
        return add(spilled == null ? begin(call, storedSeq) : spilled, next, encoded);
    }

    private SpilledCall begin(Call call, long storedSeq) throws IOException {
        SpilledCall begun = new SpilledCall(
                SpillFile.create(room.file(SpillName.of(call.callId(), call.epoch())), call, storedSeq), true);
        put(begun);
        counts.bytes().addAndGet(begun.file().bytes());
        return begun;
    }

    private long add(SpilledCall spilled, List<LoggedEvent> events, ByteBuffer encoded) throws IOException {
        int bytes = encoded.remaining();
        try {
            spilled.file().append(events, encoded);
        } catch (IOException e) {
            throw broken(spilled, e);
        }
        counts.bytes().addAndGet(bytes);
        counts.spilledBytes().add(bytes);
        counts.spilledEvents().add(events.size());
        unsynced.add(spilled);
        return spilled.file().lastSeq();
    }

    private void makeRoom(@Nullable SpilledCall spilled, int bytes) throws IOException {
        refused.makeRoom(settings.maxBytes() - bytes);
        boolean none = counts.bytes().get() + bytes > settings.maxBytes();
        if (none != full) {
            full = none;
            if (full) {
                log.atError()
                        .addKeyValue("cause", StoreFailure.SPILL_FULL.wireName())
                        .addKeyValue("bytes", counts.bytes().get())
                        .addKeyValue("maxBytes", settings.maxBytes())
                        .log("What may wait on disk is full: logs wait in memory, and are lost with this process");
            }
        }
        long before = spilled == null ? 0 : spilled.file().bytes();
        if (none || before + bytes > settings.maxCallBytes()) {
            counts.full().increment();
            throw new StoreException(StoreFailure.SPILL_FULL, null);
        }
    }

    /** What a disk that fails still has cannot be told: the owner begins again. */
    private IOException broken(SpilledCall spilled, IOException cause) {
        log.atError()
                .addKeyValue("call", spilled.callId())
                .addKeyValue("cause", StoreFailure.SPILL_BROKEN.wireName())
                .addKeyValue("error", cause.toString())
                .log("The disk does not take what waits for the store");
        try {
            remove(spilled);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    /** Its log is whole and on the disk itself. */
    SpilledCall complete(Call call, CallSummary last) throws IOException {
        SpilledCall spilled = calls.get(Key.of(call));
        if (spilled == null || spilled.file().lastSeq() < last.lastSeq()) {
            throw new IOException("A log that is not on disk cannot be completed");
        }
        long before = spilled.file().bytes();
        try {
            spilled.file().end(last);
        } catch (IOException e) {
            throw broken(spilled, e);
        }
        counts.bytes().addAndGet(spilled.file().bytes() - before);
        unsynced.remove(spilled);
        spilled.release();
        return spilled;
    }

    /** A log whose owner is gone; null where there is none, or it has none. */
    @Nullable
    SpilledCall release(Call call) {
        SpilledCall spilled = calls.get(Key.of(call));
        if (spilled == null || !spilled.owned()) {
            return null;
        }
        spilled.release();
        return spilled;
    }

    void discard(Call call) throws IOException {
        SpilledCall spilled = calls.get(Key.of(call));
        if (spilled != null) {
            remove(spilled);
        }
    }

    /** Leaves no trace of a call. */
    void erase(String callId) throws IOException {
        for (SpilledCall spilled : List.copyOf(calls.values())) {
            if (spilled.callId().equals(callId)) {
                remove(spilled);
            }
        }
        refused.erase(callId);
    }

    void remove(SpilledCall spilled) throws IOException {
        forget(spilled);
        Files.deleteIfExists(spilled.file().path());
        counts.bytes().addAndGet(-spilled.file().bytes());
    }

    /** The store will never take it: it is put aside. */
    void refuse(SpilledCall spilled) throws IOException {
        forget(spilled);
        Path aside = room.file(SpillName.of(spilled.callId(), spilled.epoch()).asRefused());
        Files.move(spilled.file().path(), aside);
        counts.bytes().addAndGet(-spilled.file().bytes());
        counts.refusedCalls().increment();
        refused.add(aside);
    }

    private void put(SpilledCall spilled) {
        calls.put(new Key(spilled.callId(), spilled.epoch()), spilled);
        counts.calls().set(calls.size());
    }

    private void forget(SpilledCall spilled) throws IOException {
        spilled.onGone();
        unsynced.remove(spilled);
        calls.remove(new Key(spilled.callId(), spilled.epoch()), spilled);
        counts.calls().set(calls.size());
        spilled.file().close();
    }

    /** Brings to the disk itself what was written. */
    void sync() {
        for (SpilledCall spilled : List.copyOf(unsynced)) {
            try {
                spilled.file().sync();
            } catch (IOException e) {
                broken(spilled, e);
            }
        }
        unsynced.clear();
    }

    /** What was refused longer ago than it is kept goes. */
    void tidy() throws IOException {
        refused.dropOlderThan(settings.keepRefused());
    }

    /** The calls whose logs were put aside. */
    Set<String> refused() {
        return refused.callIds();
    }

    /** The newest log of a call. */
    Optional<SpilledCall> find(String callId) {
        return calls.values().stream()
                .filter(spilled -> spilled.callId().equals(callId))
                .max(Comparator.comparingLong(SpilledCall::epoch));
    }

    Collection<SpilledCall> all() {
        return calls.values();
    }

    void close() throws IOException {
        sync();
        for (SpilledCall spilled : calls.values()) {
            spilled.file().close();
        }
    }
}
