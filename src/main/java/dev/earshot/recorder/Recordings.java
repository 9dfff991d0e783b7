package dev.earshot.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of all recordings: {@code 1764119903000-callId.earshot}, by the call's begin in ms since 1970, readable by their owner
 * alone. Confined to the writer's thread.
 */
final class Recordings {

    private static final Pattern NAME = Pattern.compile("(\\d{1,19})-([A-Za-z0-9._~-]{1,128})\\.earshot");

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
        for (Path file : files()) {
            bytes += Files.size(file);
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
        return folder.resolve(startedAt.toEpochMilli() + "-" + callId + ".earshot");
    }

    /** A new file, for its owner alone. */
    OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), owners("rw-------")));
    }

    /** Makes room for so many bytes more, and books them; false where all that is there is still being written. */
    boolean makeRoom(long more, Set<OpenRecording> open) throws IOException {
        if (bytes + more > maxBytes) {
            Set<Path> kept = open.stream().map(OpenRecording::file).collect(Collectors.toSet());
            for (Path file : files()) {
                if (bytes + more > maxBytes && !kept.contains(file)) {
                    delete(file);
                }
            }
        }
        if (bytes + more > maxBytes) {
            return false;
        }
        bytes += more;
        return true;
    }

    /** Deletes what there is of a call; returns how many files that was. */
    int erase(String callId) throws IOException {
        int erased = 0;
        for (Path file : files()) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && name.group(2).equals(callId)) {
                delete(file);
                erased++;
            }
        }
        return erased;
    }

    private void delete(Path file) throws IOException {
        bytes -= Files.size(file);
        Files.delete(file);
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
}
