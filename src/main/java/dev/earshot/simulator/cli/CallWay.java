package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import java.util.concurrent.CompletableFuture;

/** How calls come to Earshot. */
interface CallWay extends AutoCloseable {

    /**
     * Places the call with this number, from 1.
     *
     * @return what was sent before it ended; fails where it never was one
     */
    CompletableFuture<AcsCaller.Result> place(int number);

    @Override
    default void close() {}
}
