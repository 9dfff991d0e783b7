package dev.earshot.transcript.spill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Logs that the store refused for good, put aside for whoever wants to look: the oldest go when room is needed. */
final class RefusedFiles {

    private final List<Refused> files = new ArrayList<>();
    private final AtomicLong bytesInAll;

    /** @param callId empty where the file does not say any more whose log it is */
    private record Refused(Path path, String callId, long bytes, Instant since) {}

    /** None yet; their bytes count among those of all files of the room. */
    RefusedFiles(AtomicLong bytesInAll) {
        this.bytesInAll = bytesInAll;
    }

    void add(Path path) throws IOException {
        Refused file = new Refused(
                path,
                SpillFile.callId(path).orElse(""),
                Files.size(path),
                Files.getLastModifiedTime(path).toInstant());
        files.add(file);
        files.sort(Comparator.comparing(Refused::since));
        bytesInAll.addAndGet(file.bytes());
    }

    /** Until the room holds at most {@code bytes}, if they suffice. */
    void makeRoom(long bytes) throws IOException {
        while (bytesInAll.get() > bytes && !files.isEmpty()) {
            drop(files.get(0));
        }
    }

    void dropOlderThan(Duration age) throws IOException {
        Instant oldest = Instant.now().minus(age);
        for (Refused file : List.copyOf(files)) {
            if (file.since().isBefore(oldest)) {
                drop(file);
            }
        }
    }

    void erase(String callId) throws IOException {
        for (Refused file : List.copyOf(files)) {
            if (SpillName.read(file.path()).filter(name -> name.isOf(callId)).isPresent()) {
                drop(file);
            }
        }
    }

    Set<String> callIds() {
        return files.stream().map(Refused::callId).filter(id -> !id.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }

    private void drop(Refused file) throws IOException {
        files.remove(file);
        bytesInAll.addAndGet(-file.bytes());
        Files.deleteIfExists(file.path());
    }
}
