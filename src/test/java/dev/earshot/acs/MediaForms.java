package dev.earshot.acs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The messages of {@code acs/media-forms.txt}, and what chance makes of them. */
public final class MediaForms {

    private MediaForms() {}

    /**
     * One of them.
     *
     * @param verdict as the file explains it
     */
    public record Form(String verdict, String json) {}

    public static List<Form> all() {
        try (InputStream file = MediaForms.class.getResourceAsStream("/acs/media-forms.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line ->
                            new Form(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One to three changes: letters lost, added and altered, a piece twice, an end that is missing. */
    public static String mutant(List<Form> forms, Random random) {
        StringBuilder text =
                new StringBuilder(forms.get(random.nextInt(forms.size())).json());
        for (int changes = 1 + random.nextInt(3); changes > 0 && text.length() > 1; changes--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "{}[]\":,\\0aZ=-\u0000\u00e9\ud800".charAt(random.nextInt(16)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(128));
                case 3 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString();
    }
}
