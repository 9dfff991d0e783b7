package dev.earshot.transcript.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's room in the directory: {@code <directory>/<16 hex digits>/}, locked for as long as the process lives.
 * Whoever comes moves in what a process left that is no more. What else lies about is left alone, with a word.
 */
final class SpillRoom implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SpillRoom.class);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");
    private static final String LOCK = "lock";
    private static final int ATTEMPTS = 5;

    /** A lock is a process's, and gone when any of its files is closed that are the same: nobody here opens one twice. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path path;
    private final Lock lock;

    private record Lock(Path room, FileChannel channel) {
        void release() throws IOException {
            channel.close();
            HELD.remove(room);
        }
    }

    private SpillRoom(Path directory, Path path, Lock lock) {
        this.directory = directory;
        this.path = path;
        this.lock = lock;
    }

    /** Makes a room in a directory, and the directory if need be. */
    static SpillRoom in(Path directory) throws IOException {
        Files.createDirectories(directory, Access.ownDirectory(directory));
        Path real = directory.toRealPath();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path path = real.resolve(HexFormat.of().toHexDigits(new SecureRandom().nextLong()));
            Files.createDirectory(path, Access.ownDirectory(path));
            Access.syncNames(real);
            Lock lock = lock(path);
            if (lock != null && Files.exists(path.resolve(LOCK))) {
                return new SpillRoom(real, path, lock);
            }
        }
        throw new IOException("No room in " + real);
    }

    Path file(SpillName name) {
        return path.resolve(name.text());
    }

    /** The logs that are here, those of processes that are no more among them. */
    List<Path> moveIn() throws IOException {
        for (Path other : list(directory)) {
            if (!other.equals(path)) {
                if (NAME.matcher(other.getFileName().toString()).matches()
                        && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
                    takeOver(other);
                } else {
                    foreign(other);
                }
            }
        }
        return list(path).stream()
                .filter(file -> SpillName.read(file).isPresent())
                .toList();
    }

    private void takeOver(Path other) {
        try {
            moveIn(other);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("room", other.getFileName())
                    .addKeyValue("cause", e.toString())
                    .log("The logs of a process that ended cannot be taken over");
        }
    }

    private void moveIn(Path other) throws IOException {
        Lock left = lock(other);
        if (left == null) {
            return;
        }
        try {
            int moved = 0;
            for (Path file : list(other)) {
                moved += moved(file) ? 1 : 0;
            }
            Files.deleteIfExists(other.resolve(LOCK));
            if (list(other).isEmpty()) {
                Files.delete(other);
            }
            if (moved > 0) {
                log.atWarn()
                        .addKeyValue("room", other.getFileName())
                        .addKeyValue("files", moved)
                        .log("A process ended while its logs waited on disk: they are taken over");
            }
        } finally {
            left.release();
        }
    }

    private boolean moved(Path file) throws IOException {
        if (file.endsWith(LOCK)) {
            return false;
        }
        Path here = path.resolve(file.getFileName());
        if (SpillName.read(file).isEmpty()
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || Files.exists(here, LinkOption.NOFOLLOW_LINKS)) {
            foreign(file);
            return false;
        }
        Files.move(file, here, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    static void foreign(Path file) {
        log.atWarn()
                .addKeyValue("file", file)
                .log("What is no log of ours lies among those that wait on disk: it is left alone");
    }

    /** Null where another process lives in it, or it is gone. */
    private static @Nullable Lock lock(Path room) throws IOException {
        if (!HELD.add(room)) {
            return null;
        }
        Lock lock = null;
        try {
            lock = tryLock(room);
        } finally {
            if (lock == null) {
                HELD.remove(room);
            }
        }
        return lock;
    }

    private static @Nullable Lock tryLock(Path room) throws IOException {
        Path file = room.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    Access.ownFile(file));
        } catch (NoSuchFileException e) {
            return null;
        }
        FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            return null;
        }
        return new Lock(room, channel);
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        }
        return found;
    }

    /** An empty room goes with its process. */
    @Override
    public void close() throws IOException {
        try {
            if (list(path).stream().allMatch(file -> file.endsWith(LOCK))) {
                Files.deleteIfExists(path.resolve(LOCK));
                Files.delete(path);
            }
        } finally {
            lock.release();
        }
    }
}
