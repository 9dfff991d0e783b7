package dev.earshot.client;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line for calls that were, and calls that are; see {@link CallsCommand} for what can be asked of it. */
public final class CallsMain {

    /** Something was asked of Earshot, and it could not be had. */
    static final int FAILED = 1;

    static final int WRONG_USE = 2;
    static final int UNKNOWN_CALL = 3;
    static final int NOT_LET_IN = 4;

    private CallsMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.getenv(), System.in, System.out, System.err));
    }

    /** The whole of it; returns the status to exit with. */
    public static int run(
            String[] args, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        Terminal terminal = new Terminal(in, out, err);
        CommandLine root = new CommandLine(new CallsCommand())
                .addSubcommand(new ListCommand(environment, terminal))
                .addSubcommand(new ShowCommand(environment, terminal))
                .addSubcommand(new ExportCommand(environment, terminal))
                .addSubcommand(new ReplayCommand(environment, terminal))
                .addSubcommand(new EraseCommand(environment, terminal));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        try {
            return run(root.parseArgs(args), root, out);
        } catch (ParameterException | IllegalArgumentException e) {
            terminal.complain(e);
            return WRONG_USE;
        } catch (EarshotApi.Problem e) {
            terminal.complain(e);
            return e.status();
        } catch (Exception e) {
            terminal.complain(e);
            return FAILED;
        }
    }

    private static int run(ParseResult parsed, CommandLine root, PrintStream out) throws Exception {
        if (CommandLine.printHelpIfRequested(parsed)) {
            return 0;
        }
        if (!parsed.hasSubcommand()) {
            root.usage(out);
            return WRONG_USE;
        }
        Object command = parsed.subcommand().commandSpec().userObject();
        return (Integer) ((Callable<?>) command).call();
    }
}
