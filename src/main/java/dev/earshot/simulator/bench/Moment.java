package dev.earshot.simulator.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What both processes have used at one end of the window.
 *
 * @param millis since 1970, as the server's log of collections tells time
 * @param machine processor time of all processes; empty where there is no {@code /proc}
 * @param heapUsed bytes of the server's heap; empty where it does not tell
 */
record Moment(
        long millis,
        long nanos,
        ProcessUse server,
        ProcessUse generator,
        Optional<Duration> machine,
        OptionalLong heapUsed) {

    /** Asks for the heap first, so that the asking costs the window nothing. */
    static Moment beforeWindow(ServerProcess server) throws InterruptedException {
        OptionalLong heapUsed = server.admin().heapUsed();
        return now(server, heapUsed);
    }

    /** Asks for the heap last. */
    static Moment afterWindow(ServerProcess server) throws InterruptedException {
        Moment end = now(server, OptionalLong.empty());
        return new Moment(
                end.millis,
                end.nanos,
                end.server,
                end.generator,
                end.machine,
                server.admin().heapUsed());
    }

    private static Moment now(ServerProcess server, OptionalLong heapUsed) {
        return new Moment(
                System.currentTimeMillis(),
                System.nanoTime(),
                ProcessUse.of(server.handle()),
                ProcessUse.of(ProcessHandle.current()),
                MachineUse.now(),
                heapUsed);
    }
}
