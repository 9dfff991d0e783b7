package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.access.AccessMeter;
import dev.earshot.call.CallDirectory;
import dev.earshot.call.Calls;
import dev.earshot.transcript.MemoryCallStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A media socket that nobody has the time to decide about")
class BusyEntryTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    @DisplayName("is told to dial again, and counted under a name of its own")
    void busy() throws Exception {
        TestProbe<CallDirectory.Command> directory = KIT.createTestProbe();
        Calls calls = new Calls(KIT.system(), directory.ref(), new MemoryCallStore(1), 1);
        MediaEntry entry = new MediaEntry(calls, AcsAccess.OPEN, new AccessMeter(meters, () -> 0), 1, () -> 0);

        CompletableFuture<MediaAdmission> answer = entry.ask(
                        new AcsRequest("c-1", Optional.empty(), Optional.empty(), Optional.empty()))
                .toCompletableFuture();
        directory.expectMessageClass(CallDirectory.Open.class);
        ManualTime.get(KIT.system()).timePasses(Duration.ofSeconds(5));

        assertThat(answer.get(10, TimeUnit.SECONDS))
                .isEqualTo(
                        new MediaAdmission.Refused(503, "tooBusy", "Too many calls are dialled at once: dial again"));
        assertThat(meters.counter("earshot.access.refused", "entrance", "media", "cause", "tooBusy")
                        .count())
                .isEqualTo(1);
    }
}
