package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerTrack;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/** Calls whose media socket is simply dialled. */
final class DialledCalls implements CallWay {

    private final IntFunction<AcsCallerOptions> calls;
    private final List<AcsCallerTrack> tracks;

    /** @param calls by their number, all of the same speech */
    DialledCalls(AcsCallerOptions first, IntFunction<AcsCallerOptions> calls) {
        this.calls = calls;
        this.tracks = AcsCallerTrack.of(first);
    }

    @Override
    public CompletableFuture<AcsCaller.Result> place(int number) {
        return AcsCaller.place(calls.apply(number), tracks);
    }
}
