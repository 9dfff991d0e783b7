package dev.earshot.recorder;

import dev.earshot.call.CallContext;
import dev.earshot.call.CallRecorder;
import dev.earshot.ingress.AudioOrder;
import dev.earshot.realtime.SessionContext;
import dev.earshot.transcript.LoggedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.jspecify.annotations.Nullable;

/**
 * Records every call, each into a file of its own.
 *
 * <pre>
 *   media socket ═▷ {@link RecordedPort} ═▷ the call's audio        what the audio's thread does: {@link LiveOrder}
 *   service ◁═▷ {@link RecordedTransport} ◁═▷ its sessions          what its actors do: {@link LiveLane}
 *   consoles, store ◁─▷ {@link ToldCommands} ◁─▷ call, log          all of it: {@link RecordingWriter} ═▷ file
 * </pre>
 */
public final class Recorder implements AutoCloseable {

    private final Recordings recordings;
    private final RecordingWriter writer;
    private final RecordedSettings given;
    private final Random seeds = new Random();
    private @Nullable LaneDispatcher lanes;
    private @Nullable ActorSystem<?> system;

    /**
     * Ready to record.
     *
     * @param given what calls are given, see {@link RecordedSettings}
     * @throws IOException where the folder cannot be made or read
     */
    public static Recorder open(RecorderSettings settings, RecordedSettings given, MeterRegistry meters)
            throws IOException {
        Recordings recordings = new Recordings(settings.folder(), settings.maxBytes());
        return new Recorder(recordings, new RecordingWriter(recordings, settings, meters), given);
    }

    private Recorder(Recordings recordings, RecordingWriter writer, RecordedSettings given) {
        this.recordings = recordings;
        this.writer = writer;
        this.given = given;
    }

    /** Where calls will be, told once before there is any. */
    public synchronized void runsOn(ActorSystem<?> actors) {
        system = actors;
        lanes = LaneDispatcher.in(actors);
    }

    /** How a recorded call is run. */
    public static Props props() {
        return DispatcherSelector.fromConfig(LaneDispatcher.ID);
    }

    /**
     * The same call, recorded from here on.
     *
     * @param actor the name that its actor will have
     */
    public synchronized CallContext recorded(CallContext call, String actor) {
        if (system == null || lanes == null) {
            throw new IllegalStateException("not told where calls are");
        }
        OpenRecording out = new OpenRecording(call.callId(), recordings.file(call.callId(), call.startedAt()), writer);
        long seed = seeds.nextLong() >>> 1;
        boolean answers = call.probeEvidence().answered();
        out.put(new RecordWriter(RecordKind.HEAD)
                .text(Head.of(call.callId(), call.startedAt(), seed, answers, call.setup(), given)
                        .json())
                .done());
        LiveOrder order = new LiveOrder(call.callId(), out, System::nanoTime);
        LiveLane lane =
                new LiveLane(system.classicSystem().dispatcher(), order, new ToldCommands(call.callId(), order));
        order.runs(lane);
        lanes.add(actor, lane);
        return new CallContext(
                call.callId(),
                call.epoch(),
                call.startedAt(),
                call.setup(),
                call.settings(),
                () -> order.nanos() / 1_000_000,
                new RecordedTransport(call.transport(), order),
                call.storage(),
                new Random(seed),
                call.meters(),
                call.summaries(),
                call.sessionMeter(),
                call.probeEvidence().apart(answers),
                clocks(call, order),
                witness(order));
    }

    private static SessionContext.Clocks clocks(CallContext call, LiveOrder order) {
        long began = call.startedAt().toEpochMilli();
        return new SessionContext.Clocks(order::nanos, () -> began + order.nanos() / 1_000_000);
    }

    private static CallRecorder witness(LiveOrder order) {
        return new CallRecorder() {
            @Override
            public AudioOrder audio() {
                return order;
            }

            @Override
            public void onLogged(LoggedEvent event) {
                order.write(new RecordWriter(RecordKind.LOGGED).text(event.rendered()));
            }
        };
    }

    /** Deletes what there is of a call, and records no more of it. Tells how many files that was. */
    public CompletionStage<Integer> erase(String callId) {
        return withFiles(() -> {
            writer.closeAll(callId);
            return recordings.erase(callId);
        });
    }

    /** The calls of which there is a recording. */
    public CompletionStage<Set<String>> calls() {
        return withFiles(recordings::callIds);
    }

    /** Something with the files, which the writer's thread does. */
    @FunctionalInterface
    private interface FileTask<T> {
        T run() throws IOException;
    }

    private <T> CompletionStage<T> withFiles(FileTask<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        writer.then(() -> {
            try {
                done.complete(task.run());
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(new CompletionException(e));
            }
        });
        return done;
    }

    /** Writes what waits, and closes all files. */
    @Override
    public void close() {
        writer.close();
    }
}
