package dev.earshot.transcript.spill;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file's name: {@code <digest of the call id>-<epoch>.log}. Whoever dials chooses a call's id, and a file system is no
 * place for it: ids differ by case alone, or are longer than a name may be.
 *
 * @param refused the store has refused this log for good ({@code .refused} in place of {@code .log})
 */
record SpillName(String digest, long epoch, boolean refused) {

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{40})-(\\d{1,18})\\.(log|refused)");

    static SpillName of(String callId, long epoch) {
        return new SpillName(digest(callId), epoch, false);
    }

    /** Empty for a file that is not ours. */
    static Optional<SpillName> read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new SpillName(
                        name.group(1),
                        Long.parseLong(name.group(2)),
                        name.group(3).equals("refused")))
                : Optional.empty();
    }

    boolean isOf(String callId) {
        return digest.equals(digest(callId));
    }

    SpillName asRefused() {
        return new SpillName(digest, epoch, true);
    }

    String text() {
        return digest + "-" + epoch + (refused ? ".refused" : ".log");
    }

    private static String digest(String callId) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(callId.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
