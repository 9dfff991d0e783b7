package dev.earshot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.earshot.client.TerminalText;
import dev.earshot.recorder.BrokenRecording;
import dev.earshot.recorder.Recording;
import dev.earshot.recorder.ReplayPace;
import dev.earshot.recorder.ReplayReport;
import dev.earshot.recorder.ReplayedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Lets a recorded call happen again through the real code, and holds its log against the recorded one. */
public final class Replay {

    private static final String HELP =
            """
            replay FILE [--fast | --speed N] [--out DIR] [--check]

            Lets a recorded call happen again, and says whether its log is the recorded one.
              --fast     as fast as it goes (the default)
              --speed N  N times as fast as it was; 1 is the call's own pace
              --out DIR  writes recorded.jsonl and replayed.jsonl there
              --check    only compares (the default without --out)
            Exits with 0 where the logs are equal, 1 where they differ, 2 for wrong options or a file that cannot be read.
            """;

    /** What paths on the command line are relative to. */
    private static final Path FOLDER = Path.of(System.getProperty("earshot.replay.folder", ""));

    private static final double MAX_SPEED = 1_000;

    /** @param speed 0: as fast as it goes */
    private record Options(Path file, double speed, @Nullable Path out) {

        static Options parse(List<String> args) {
            Path file = null;
            Path out = null;
            double speed = 0;
            for (Iterator<String> left = args.iterator(); left.hasNext(); ) {
                String arg = left.next();
                switch (arg) {
                    case "--fast" -> speed = 0;
                    case "--check" -> out = null;
                    case "--speed" -> speed = speed(value(arg, left));
                    case "--out" -> out = FOLDER.resolve(value(arg, left));
                    default -> {
                        if (arg.startsWith("--") || file != null) {
                            throw new IllegalArgumentException("what is " + arg + "? --help says what there is");
                        }
                        file = FOLDER.resolve(arg);
                    }
                }
            }
            if (file == null) {
                throw new IllegalArgumentException("a recording is needed; --help says more");
            }
            return new Options(file, speed, out);
        }

        private static String value(String option, Iterator<String> left) {
            if (!left.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return left.next();
        }

        private static double speed(String text) {
            double speed = text.matches("[0-9.]{1,9}") ? Double.parseDouble(text) : 0;
            if (!(speed > 0 && speed <= MAX_SPEED)) {
                throw new IllegalArgumentException("--speed is " + text + "; allowed: more than 0, at most 1000");
            }
            return speed;
        }
    }

    private Replay() {}

    public static void main(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(HELP);
            System.exit(0);
        }
        quietLogs();
        try {
            System.exit(replay(Options.parse(List.of(args))) ? 0 : 1);
        } catch (IllegalArgumentException | BrokenRecording | CheckedConfig.InvalidSetting | ConfigException wrong) {
            fail(String.valueOf(wrong.getMessage()));
        } catch (NoSuchFileException missing) {
            fail("there is no " + missing.getMessage());
        } catch (IOException problem) {
            fail(problem.toString());
        }
    }

    private static void fail(String why) {
        System.err.println("replay: " + printable(why));
        System.exit(2);
    }

    private static void say(String line) {
        System.out.println(printable(line));
    }

    /** A recording may come from anywhere: nothing in it is a command to the terminal, or turns around the order of a line. */
    static String printable(String text) {
        return TerminalText.COMMAND_IN_LINES.matcher(text).replaceAll(found -> found.group()
                .chars()
                .mapToObj(each -> String.format(Locale.ROOT, "\\\\u%04x", each))
                .collect(Collectors.joining()));
    }

    /** What went wrong in the call went wrong when it was recorded. */
    private static void quietLogs() {
        if (System.getenv("EARSHOT_LOG_LEVEL") == null) {
            System.setProperty("EARSHOT_LOG_LEVEL", "ERROR");
        }
        LoggerFactory.getLogger(Replay.class);
    }

    private static boolean replay(Options options) throws IOException {
        Recording recording = Recording.read(options.file());
        if (recording.cut() != null) {
            say("The recording is not whole: " + recording.cut() + ". What is there happens again.");
        }
        ReplayReport report = run(recording, options.speed() == 0 ? ReplayPace.FAST : ReplayPace.of(options.speed()));
        if (options.out() != null) {
            Files.createDirectories(options.out());
            Files.write(options.out().resolve("recorded.jsonl"), report.recorded());
            Files.write(options.out().resolve("replayed.jsonl"), report.replayed());
        }
        Optional<String> difference = report.difference(recording.cut() == null);
        say(difference.orElseGet(() -> "The log is the recorded one: "
                + report.recorded().size() + " events; so is what the sessions were told: " + report.sent()
                + " texts and appends."));
        if (!report.missed().isEmpty()) {
            say(report.missed().size() + " things that had their turn then did not come about; the first: "
                    + report.missed().get(0));
        }
        return difference.isEmpty();
    }

    /** A recorded call happens again. */
    static ReplayReport run(Recording recording, ReplayPace pace) throws IOException {
        Config here = Settings.loadConfig();
        return ReplayedCall.replay(recording, RecordedConfig.call(recording.given(), here), here, pace);
    }
}
