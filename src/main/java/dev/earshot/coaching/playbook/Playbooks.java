package dev.earshot.coaching.playbook;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All playbooks of a folder, each by the name of its file. */
public final class Playbooks {
    private static final Pattern FILE_NAME = Pattern.compile("([a-z][a-z0-9-]{0,63})\\.yaml");
    private static final int MAX_FILES = 64;

    private Playbooks() {}

    /**
     * Reads them all, sorted by name.
     *
     * @throws Invalid where anything is wrong with any of them
     */
    public static Map<String, Playbook> load(Path folder) {
        Map<String, Playbook> playbooks = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files(folder)) {
            Problems found = new Problems(file.toString());
            read(file, found).ifPresent(playbook -> playbooks.put(playbook.name(), playbook));
            problems.addAll(found.lines());
        }
        if (!problems.isEmpty()) {
            throw new Invalid(problems);
        }
        return playbooks;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            if (files.isEmpty() || files.size() > MAX_FILES) {
                throw new Invalid(List.of(folder + ": " + files.size() + " playbooks, 1 to " + MAX_FILES + " allowed"));
            }
            return files;
        } catch (IOException e) {
            throw new Invalid(List.of(folder + ": not a folder that can be read"));
        }
    }

    private static Optional<Playbook> read(Path file, Problems problems) {
        var name = FILE_NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            problems.at(Optional.empty(), "a playbook's file is named like sales-discovery.yaml");
            return Optional.empty();
        }
        try {
            if (Files.size(file) > YamlText.MAX_CHARS) {
                problems.at(Optional.empty(), "the file has more than " + YamlText.MAX_CHARS + " bytes");
                return Optional.empty();
            }
            return PlaybookReader.read(name.group(1), Files.readString(file, StandardCharsets.UTF_8), problems);
        } catch (CharacterCodingException e) {
            problems.at(Optional.empty(), "not UTF-8");
        } catch (IOException e) {
            problems.at(Optional.empty(), "cannot be read");
        }
        return Optional.empty();
    }

    /** Something is wrong with a playbook. The message names each file, line and reason, a line each. */
    public static final class Invalid extends RuntimeException {
        Invalid(List<String> problems) {
            super(String.join("\n", problems));
        }
    }
}
