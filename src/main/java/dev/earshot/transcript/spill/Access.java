package dev.earshot.transcript.spill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** What is said on the phone is nobody's but this process's: files are 0600, directories 0700, where there is such a thing. */
final class Access {
    private Access() {}

    static FileAttribute<?>[] ownFile(Path file) {
        return only("rw-------", file);
    }

    static FileAttribute<?>[] ownDirectory(Path directory) {
        return only("rwx------", directory);
    }

    private static FileAttribute<?>[] only(String rights, Path path) {
        Path there = path.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return posix(there)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    /** Brings to the disk itself which names a directory has; elsewhere than where there are such rights a directory cannot be opened. */
    static void syncNames(Path directory) throws IOException {
        if (posix(directory)) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Whether what is there has rights of that kind. */
    private static boolean posix(Path there) {
        return Files.getFileAttributeView(there, PosixFileAttributeView.class) != null;
    }
}
