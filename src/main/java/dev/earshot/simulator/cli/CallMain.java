package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerOptions.Participant;
import dev.earshot.simulator.caller.CallFaults;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Places calls from the command line; see {@link CallOptions} for what can be asked of it. */
public final class CallMain {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private final CallOptions options;
    private final PrintStream out;

    private CallMain(CallOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        if (System.getenv("EARSHOT_LOG_LEVEL") == null) {
            System.setProperty("EARSHOT_LOG_LEVEL", "WARN");
        }
        // now, on one thread: many at once would each be told that logging is just being set up
        LoggerFactory.getLogger(CallMain.class);
        System.exit(run(args, System.out, System.err));
    }

    /** The whole of it; returns the status to exit with. */
    public static int run(String[] args, PrintStream out, PrintStream err) throws InterruptedException {
        CallOptions options = new CallOptions();
        CommandLine command = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
        try {
            command.parseArgs(args);
            if (options.help()) {
                command.usage(out);
                return 0;
            }
            return new CallMain(options, out).run() ? 0 : FAILED;
        } catch (ParameterException | IllegalArgumentException e) {
            err.println("earshot: " + e.getMessage());
            return WRONG_USE;
        } catch (IOException e) {
            err.println("earshot: " + e.getMessage());
            return FAILED;
        }
    }

    private boolean run() throws IOException, InterruptedException {
        options.check();
        CallFaults faults = options.faults();
        List<Participant> voices = options.voices();
        try (CallCredentials credentials = options.credentials(faults);
                CallWay way = way(faults, voices, credentials)) {
            return run(faults, way);
        }
    }

    private CallWay way(CallFaults faults, List<Participant> voices, CallCredentials credentials) throws IOException {
        // refuses what does not go together before anything is opened
        AcsCallerOptions first = options.call(1, voices, faults, credentials);
        if (!options.phones().ring()) {
            return new DialledCalls(first, number -> options.call(number, voices, faults, credentials));
        }
        List<String> people = voices.stream().map(Participant::rawId).toList();
        return RungCalls.open(
                options,
                faults,
                credentials,
                people,
                (number, terms) -> options.call(number, terms, voices, faults, credentials),
                out);
    }

    private boolean run(CallFaults faults, CallWay way) throws InterruptedException {
        if (!faults.isEmpty()) {
            out.println("Faults, with seed " + faults.seed() + ": " + String.join("; ", faults.words()));
        }
        List<Placed> placed = new ArrayList<>();
        for (int number = 1; number <= options.calls(); number++) {
            placed.add(new Placed(options.callId(number), way.place(number), Expected.of(faults, number)));
            if (number < options.calls()) {
                Thread.sleep(options.spread().toMillis() / options.calls());
            }
        }
        CallEnds ends = new CallEnds(options, out);
        for (Placed call : placed) {
            ends.await(call.callId(), call.result(), call.expected());
        }
        return ends.sum();
    }

    private record Placed(String callId, CompletableFuture<AcsCaller.Result> result, Expected expected) {}
}
