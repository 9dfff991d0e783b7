package dev.earshot.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of all recordings: {@code 1764119903000-callId.earshot}, by the call's begin in ms since 1970, readable by their owner
 * alone. Confined to the writer's thread.
 */
final class Recordings {

    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-([A-Za-z0-9._~-]{1,128})\\.earshot");
    private static final String SUFFIX = ".earshot";

    private final Path folder;
    private final long maxBytes;
    private long bytes;

    /**
     * The folder, made if need be.
     *
     * @param maxBytes of all files together
     * @throws IOException where it cannot be made or read
     */
    Recordings(Path folder, long maxBytes) throws IOException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        Files.createDirectories(folder, owners("rwx------"));
        this.bytes = count(Set.of());
    }

    /** Of what is being written a part may be in memory yet. */
    private long count(Set<OpenRecording> open) throws IOException {
        long all = open.stream().mapToLong(OpenRecording::booked).sum();
        for (Path file : closed(open)) {
            all += size(file);
        }
        return all;
    }

    /** The oldest first. */
    private List<Path> closed(Set<OpenRecording> open) throws IOException {
        Set<Path> kept = open.stream().map(OpenRecording::file).collect(Collectors.toSet());
        return files().stream().filter(file -> !kept.contains(file)).toList();
    }

    /** None of one that somebody has deleted meanwhile. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static FileAttribute<?>[] owners(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Where a call's recording goes. From any thread. */
    Path file(String callId, Instant startedAt) {
        return folder.resolve(startedAt.toEpochMilli() + "-" + callId + SUFFIX);
    }

    /** A new file, for its owner alone. */
    OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), owners("rw-------")));
    }

    /**
     * Makes room for so many bytes more of a recording, and books them; false where all that is there is still being written. Where
     * there seems to be none it counts anew: recordings are also deleted by hand.
     */
    boolean makeRoom(OpenRecording recording, long more, Set<OpenRecording> open) throws IOException {
        if (bytes + more > maxBytes) {
            bytes = count(open);
            for (Path file : closed(open)) {
                if (bytes + more > maxBytes) {
                    delete(file);
                }
            }
        }
        if (bytes + more > maxBytes) {
            return false;
        }
        bytes += more;
        recording.book(more);
        return true;
    }

    /** Deletes what there is of a call; returns how many files that was. */
    int erase(String callId) throws IOException {
        int erased = 0;
        for (Path file : files()) {
            if (callId(file).equals(callId)) {
                delete(file);
                erased++;
            }
        }
        return erased;
    }

    /** The calls of which there is something. */
    Set<String> callIds() throws IOException {
        return files().stream().map(Recordings::callId).collect(Collectors.toUnmodifiableSet());
    }

    private void delete(Path file) throws IOException {
        bytes -= size(file);
        Files.deleteIfExists(file);
    }

    /** The oldest first. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(Recordings::startedAt))
                    .toList();
        }
    }

    private static long startedAt(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('-')));
    }

    private static String callId(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.indexOf('-') + 1, name.length() - SUFFIX.length());
    }
}
