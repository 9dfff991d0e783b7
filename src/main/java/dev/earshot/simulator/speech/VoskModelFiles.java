package dev.earshot.simulator.speech;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The recogniser's model on disk. It travels as an Android archive and is unpacked once into a cache folder: into a
 * temporary folder first, then one atomic rename, so that a folder with the model's name is always whole.
 */
final class VoskModelFiles {

    private static final String INSIDE = "assets/model-en-us/";
    private static final String PROOF = "am/final.mdl";

    private final String sha256;

    /** Accepts only an archive with this SHA-256, in lower-case hex. */
    VoskModelFiles(String sha256) {
        this.sha256 = sha256;
    }

    /**
     * The folder of the unpacked model.
     *
     * @throws SpeechUnavailableException the archive is missing, or not the one that is expected
     */
    Path unpacked(Path archive, Path cache) throws SpeechUnavailableException {
        Path model = cache.resolve("vosk-model-en-" + sha256.substring(0, 12));
        if (Files.isRegularFile(model.resolve(PROOF))) {
            return model;
        }
        if (!Files.isRegularFile(archive)) {
            throw new SpeechUnavailableException("no speech model at " + archive);
        }
        try {
            verify(archive);
            Files.createDirectories(cache);
            return unpack(archive, model);
        } catch (IOException e) {
            throw new SpeechUnavailableException("the speech model could not be unpacked: " + e, e);
        }
    }

    private void verify(Path archive) throws IOException, SpeechUnavailableException {
        String found = sha256(archive);
        if (!found.equals(sha256)) {
            throw new SpeechUnavailableException("the speech model has SHA-256 " + found + " instead of " + sha256);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path unpack(Path archive, Path model) throws IOException, SpeechUnavailableException {
        Path temporary = Files.createTempDirectory(model.getParent(), "unpacking-");
        try {
            extract(archive, temporary);
            if (!Files.isRegularFile(temporary.resolve(PROOF))) {
                throw new SpeechUnavailableException("the speech model is empty: it has no " + PROOF);
            }
            rename(temporary, model);
            return model;
        } finally {
            delete(temporary);
        }
    }

    private static void extract(Path archive, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().filter(VoskModelFiles::wanted).toList()) {
                Path file = target.resolve(entry.getName().substring(INSIDE.length()))
                        .normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("entry outside the archive: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
    }

    private static boolean wanted(ZipEntry entry) {
        return !entry.isDirectory() && entry.getName().startsWith(INSIDE);
    }

    private static void rename(Path temporary, Path model) throws IOException {
        try {
            Files.move(temporary, model, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster; what it left is as good.
            if (!Files.isRegularFile(model.resolve(PROOF))) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
