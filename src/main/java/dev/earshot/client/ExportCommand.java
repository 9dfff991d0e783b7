package dev.earshot.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Takes a call's transcript away.", ""})
final class ExportCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Terminal terminal;

    @Parameters(paramLabel = "CALL", description = "its id")
    private String callId = "";

    @Option(names = "--format", required = true, paramLabel = "FORM", description = "json, vtt, srt or text")
    private Format format = Format.TEXT;

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "which is there once it is whole, and takes the place of one that was there (the terminal)")
    private @Nullable Path file;

    @Mixin
    private final Where where = new Where();

    enum Format {
        JSON,
        VTT,
        SRT,
        TEXT;

        String extension() {
            return this == TEXT ? "txt" : name().toLowerCase(Locale.ROOT);
        }
    }

    ExportCommand(Map<String, String> environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        EarshotApi api = where.api(environment);
        String path = EarshotApi.ofCall(callId, "/transcript." + format.extension());
        if (file == null) {
            api.download(path, terminal::text);
        } else {
            save(api, path, file(file));
        }
        return 0;
    }

    /** Where the script was called, which file names are relative to. */
    private static Path file(Path named) {
        return Path.of(System.getProperty("earshot.calls.folder", ""))
                .resolve(named)
                .toAbsolutePath();
    }

    private static void save(EarshotApi api, String path, Path file) throws IOException, InterruptedException {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("-o is '" + file + "'; its folder is not there");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("-o is '" + file + "', which is a folder");
        }
        Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
        try {
            try (OutputStream to = Files.newOutputStream(part)) {
                api.download(path, body -> body.transferTo(to));
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
