package dev.earshot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import dev.earshot.call.CallSettings;
import dev.earshot.recorder.RecordedSettings;
import dev.earshot.recorder.RecorderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings that a recording of a call has: those on which the call's log depends, and no way to any service. */
final class RecordedConfig {

    private static final String KEYS = "earshot.recorder.";
    private static final String PLAYBOOKS = "earshot.coaching.playbooks";
    private static final List<String> KEPT =
            List.of("earshot.call", "earshot.realtime", "earshot.redaction", "earshot.coaching.playbook");

    /** Where a service is, and what is shown there. */
    private static final List<String> LEFT_OUT = List.of(
            "earshot.realtime.provider", "earshot.realtime.url", "earshot.realtime.api-key", "earshot.realtime.azure");

    private static final ConfigParseOptions PLAIN =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

    private RecordedConfig() {}

    /** Null where calls are not recorded. */
    static @Nullable RecorderSettings recorder(CheckedConfig checked) {
        String folder = checked.text(KEYS + "folder");
        long maxBytes = (long) checked.integer(KEYS + "max-mb", 1, 1 << 20) << 20;
        int items = checked.integer(KEYS + "queue-items", 100, 10_000_000);
        long bytes = (long) checked.integer(KEYS + "queue-mb", 1, 1 << 14) << 20;
        return folder.isEmpty() ? null : new RecorderSettings(Path.of(folder), maxBytes, items, bytes);
    }

    /**
     * What of these settings is recorded.
     *
     * @throws IOException where the playbooks cannot be read any more
     */
    static RecordedSettings of(Config config) throws IOException {
        Config kept = ConfigFactory.empty();
        for (String path : KEPT) {
            kept = kept.withValue(path, config.getValue(path));
        }
        for (String path : LEFT_OUT) {
            kept = kept.withoutPath(path);
        }
        return new RecordedSettings(
                kept.root().render(ConfigRenderOptions.concise()), playbooks(Path.of(config.getString(PLAYBOOKS))));
    }

    private static Map<String, String> playbooks(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().matches(".*\\.ya?ml")).toList()) {
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return texts;
    }

    /**
     * The settings of a call as they were when it was recorded; what was not recorded is as it is here. Whoever wrote the recording
     * cannot have anything else read: no file is included, and playbooks are files of one folder.
     */
    static CallSettings call(RecordedSettings recorded, Config here) throws IOException {
        Path folder = Files.createTempDirectory("earshot-playbooks");
        try {
            for (Map.Entry<String, String> playbook : recorded.playbooks().entrySet()) {
                Path name = Path.of(playbook.getKey()).getFileName();
                Files.writeString(folder.resolve(name), playbook.getValue());
            }
            return Settings.call(new CheckedConfig(ConfigFactory.parseString(recorded.json(), PLAIN)
                    .withFallback(ConfigFactory.parseMap(Map.of(PLAYBOOKS, folder.toString())))
                    .withFallback(here)));
        } finally {
            for (String name : recorded.playbooks().keySet()) {
                Files.deleteIfExists(folder.resolve(Path.of(name).getFileName()));
            }
            Files.deleteIfExists(folder);
        }
    }
}
