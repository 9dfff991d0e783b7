package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.QuietExecutor;
import dev.earshot.transcript.CallEraser;
import dev.earshot.transcript.MemoryCallStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was erased elsewhere")
class ErasureSweepTest {

    private final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private final MemoryCallStore store = new MemoryCallStore(10);
    private final Recordings recordings = new Recordings();
    private ErasureSweep sweep;
    private ActorRef<CallDirectory.Command> directory;

    /** Of calls that a machine has on its disk. */
    private static final class Recordings implements CallEraser {
        private final Set<String> kept = new HashSet<>();
        private final List<String> erased = new ArrayList<>();
        private final Set<String> stuck = new HashSet<>();

        @Override
        public CompletionStage<Done> erase(String callId) {
            if (stuck.contains(callId)) {
                return CompletableFuture.failedStage(new IOException("read-only"));
            }
            erased.add(callId);
            kept.remove(callId);
            return CompletableFuture.completedStage(Done.getInstance());
        }

        @Override
        public CompletionStage<Set<String>> kept() {
            return CompletableFuture.completedStage(Set.copyOf(kept));
        }
    }

    @BeforeEach
    void start() {
        directory = kit.spawn(CallDirectory.create(
                new CallDirectorySettings(10, 10, Duration.ofMillis(500)),
                (callId, setup, summaries) -> Behaviors.ignore()));
        CallErasure erasure = new CallErasure(kit.system(), directory, List.of(store, recordings));
        sweep = new ErasureSweep(erasure, store);
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    private void sweep() {
        sweep.sweep().toCompletableFuture().join();
    }

    @Test
    @DisplayName("is erased here at the next look, once, however much else is kept, and nothing else is")
    void erased() {
        IntStream.range(0, 450).forEach(i -> recordings.kept.add("c" + i));
        sweep();
        assertThat(recordings.erased).isEmpty();

        List<String> gone = IntStream.range(0, 9).mapToObj(i -> "c" + 50 * i).toList();
        gone.forEach(store::erase);
        store.erase("nobodys");
        sweep();
        sweep();

        assertThat(recordings.erased).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(recordings.kept).hasSize(441);
    }

    @Test
    @DisplayName("is erased though another cannot be, which is tried again at the next look")
    void stuck() {
        List<String> gone = List.of("c1", "c2", "c3", "c4");
        gone.forEach(callId -> {
            recordings.kept.add(callId);
            store.erase(callId);
        });
        recordings.stuck.addAll(List.of("c1", "c2", "c3"));
        sweep();
        assertThat(recordings.erased).containsExactly("c4");

        recordings.stuck.clear();
        sweep();
        assertThat(recordings.erased).containsExactlyInAnyOrderElementsOf(gone);
    }

    @Test
    @DisplayName("is left alone while it lives here, where its own log ends it")
    void alive() {
        recordings.kept.add("lives");
        new Calls(kit.system(), directory, store, 10)
                .open("lives", CallSetup.NOTHING_KNOWN)
                .toCompletableFuture()
                .join();
        store.erase("lives");

        recordings.kept.add("over");
        store.erase("over");

        sweep();

        assertThat(recordings.erased).containsExactly("over");
    }
}
