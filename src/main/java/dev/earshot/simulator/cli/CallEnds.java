package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.CallApiClient;
import dev.earshot.simulator.caller.CallAccount;
import dev.earshot.simulator.caller.LedgerCheck;
import dev.earshot.simulator.caller.LineEnd;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Tells what was done in each call and, where that is asked for, whether its ledger names it. */
final class CallEnds {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final CallOptions options;
    private final PrintStream out;
    private int calls;
    private int wrong;

    CallEnds(CallOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Waits for the end of a call and tells about it.
     *
     * @param expected what must become of it
     */
    void await(String callId, CompletableFuture<AcsCaller.Result> call, Expected expected) throws InterruptedException {
        calls++;
        AcsCaller.Result result;
        try {
            result = call.join();
        } catch (CompletionException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            wrong += expected.met(failure) ? 0 : 1;
            out.println(callId + "  " + failure.getMessage());
            return;
        }
        if (expected != Expected.HEARD) {
            wrong++;
            out.println(callId + "  " + expected.otherwise());
            return;
        }
        boolean ended = result.end() instanceof LineEnd.HungUp;
        out.println(callId + "  " + result.end() + deeds(result.account()));
        result.account().tracks().forEach(this::track);
        // of a line that ended by itself nobody knows what it carried: there is nothing to hold its ledger against
        if (!ended || (options.checksLedgers() && !check(callId, result.account()))) {
            wrong++;
        }
    }

    /** Says so of all; whether all is well. */
    boolean sum() {
        String checked = options.checksLedgers() ? ", and their ledgers name what was done to them, exactly" : "";
        out.println(
                wrong == 0
                        ? "%d of %d calls came to their end%s.".formatted(calls, calls, checked)
                        : "%d OF %d CALLS DID NOT, OR THEIR LEDGER DIFFERS.".formatted(wrong, calls));
        return wrong == 0;
    }

    private static String deeds(CallAccount account) {
        String done = account.deeds().entrySet().stream()
                .map(deed -> deed.getKey() + " ×" + deed.getValue())
                .collect(Collectors.joining(", "));
        return done.isEmpty() ? "" : "; done: " + done;
    }

    private void track(String name, CallAccount.Track track) {
        out.println(String.format(
                Locale.ROOT,
                "  %-20s %,d frames, %,d samples; %,d gaps of %,d samples; not to be heard: %s",
                name,
                track.frames(),
                track.received(),
                track.gaps(),
                track.gapSamples(),
                track.discarded().isEmpty() ? "none" : track.discarded()));
    }

    private boolean check(String callId, CallAccount account) throws InterruptedException {
        List<String> differences = differences(callId, account);
        differences.forEach(difference -> out.println("  LEDGER " + difference));
        return differences.isEmpty();
    }

    private List<String> differences(String callId, CallAccount account) throws InterruptedException {
        CallApiClient api = new CallApiClient(options.url(), callId);
        long giveUp = System.nanoTime() + options.patience().toNanos();
        while (true) {
            List<String> differences;
            try {
                differences = LedgerCheck.differences(account, api.ledger());
            } catch (CallApiClient.ApiException e) {
                differences = List.of(String.valueOf(e.getMessage()));
            }
            if (differences.isEmpty() || System.nanoTime() > giveUp) {
                return differences;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
