package dev.earshot.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoskModelFilesTest {

    @TempDir
    private Path folder;

    @Test
    void unpacks_the_model_and_nothing_else_of_the_archive() throws Exception {
        Path archive = archive("assets/model-en-us/am/final.mdl", "assets/model-en-us/conf/x", "AndroidManifest.xml");

        Path model = files(archive).unpacked(archive, folder.resolve("cache"));

        assertThat(model.resolve("am/final.mdl")).hasContent("assets/model-en-us/am/final.mdl");
        assertThat(model.resolve("conf/x")).exists();
        assertThat(list(model)).containsExactlyInAnyOrder("am", "conf");
        assertThat(list(folder.resolve("cache")))
                .containsExactly(model.getFileName().toString());
    }

    @Test
    void what_is_unpacked_needs_no_archive() throws Exception {
        Path archive = archive("assets/model-en-us/am/final.mdl");
        VoskModelFiles files = files(archive);
        Path model = files.unpacked(archive, folder);
        Files.delete(archive);

        assertThat(files.unpacked(archive, folder)).isEqualTo(model);
    }

    @Test
    void refuses_another_archive() throws IOException {
        Path archive = archive("assets/model-en-us/am/final.mdl");

        assertThatThrownBy(() -> new VoskModelFiles("0".repeat(64)).unpacked(archive, folder.resolve("cache")))
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageContaining("instead of 0000");
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void refuses_an_archive_without_a_model_and_leaves_nothing_behind() throws IOException {
        Path archive = archive("assets/other/readme");

        assertThatThrownBy(() -> files(archive).unpacked(archive, folder.resolve("cache")))
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageContaining("it has no am/final.mdl");
        assertThat(list(folder.resolve("cache"))).isEmpty();
    }

    @Test
    void says_where_it_looked_for_the_archive() {
        assertThatThrownBy(() -> new VoskModelFiles("0".repeat(64)).unpacked(folder.resolve("none.aar"), folder))
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageEndingWith("none.aar");
    }

    @Test
    void an_entry_cannot_leave_the_folder() throws IOException {
        Path archive = archive("assets/model-en-us/../../escaped", "assets/model-en-us/am/final.mdl");

        assertThatThrownBy(() -> files(archive).unpacked(archive, folder.resolve("cache")))
                .isInstanceOf(SpeechUnavailableException.class)
                .hasMessageContaining("outside");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    private Path archive(String... entries) throws IOException {
        Path archive = folder.resolve("model.aar");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return archive;
    }

    private static VoskModelFiles files(Path archive) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
            return new VoskModelFiles(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
