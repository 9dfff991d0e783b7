package dev.earshot.acs.answering;

import dev.earshot.acs.answering.AnsweringSettings.Restarts;
import dev.earshot.acs.answering.AnsweringSettings.WhenLeaving;
import dev.earshot.acs.automation.AnswerRequest;
import dev.earshot.acs.automation.CallAutomation;
import dev.earshot.acs.automation.MediaStreaming;
import dev.earshot.call.CallActor;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.realtime.QuietScheduler;
import dev.earshot.transcript.CallEvent.ConnectionChanged;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A platform that does as it is told, in a time that is moved by hand; calls are probes. */
final class AnsweringStage implements AutoCloseable {

    final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> bound = Collections.synchronizedList(new ArrayList<>());
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    final ActorRef<CallActor.Command> call = kit.spawn(Behaviors.receiveMessage(this::onTold));
    private final List<CallActor.Command> told = new ArrayList<>();
    volatile CompletableFuture<String> answer = new CompletableFuture<>();
    volatile CompletableFuture<Done> started = CompletableFuture.completedFuture(Done.getInstance());
    volatile @Nullable AnswerRequest request;
    WhenLeaving whenLeaving = WhenLeaving.STAY;

    AnsweringParts parts() {
        AnsweringSettings settings = new AnsweringSettings(
                new MediaStreaming(MediaStreaming.Channel.UNMIXED, MediaStreaming.Rate.KHZ_16, false),
                SpeakerRules.parse("caller=candidate,8:acs:us_*=agent").orElseThrow(),
                Duration.ofSeconds(45),
                whenLeaving,
                new Restarts(
                        3,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10)));
        return new AnsweringParts(
                new FakeAutomation(),
                new CallAddresses(
                        () -> URI.create("https://earshot.example/base/"),
                        (entrance, callId) -> Optional.of(entrance.wireName() + "-secret")),
                settings,
                new AnsweringMeter(meters),
                (callId, connectionId) -> bound.add(callId + " " + connectionId));
    }

    void pass(Duration duration) {
        QuietExecutor.awaitQuiet();
        QuietScheduler.pass(duration);
        QuietExecutor.awaitQuiet();
    }

    private Behavior<CallActor.Command> onTold(CallActor.Command command) {
        synchronized (told) {
            told.add(command);
        }
        return Behaviors.same();
    }

    /** What the call was told since it was last asked. */
    List<CallActor.Command> told() {
        QuietExecutor.awaitQuiet();
        synchronized (told) {
            List<CallActor.Command> all = List.copyOf(told);
            told.clear();
            return all;
        }
    }

    /** The states that the log is to show, {@code state:cause:detail} each, since it was last asked. */
    List<String> states() {
        return told().stream()
                .filter(CallActor.Report.class::isInstance)
                .map(report -> ((CallActor.Report) report).event())
                .filter(ConnectionChanged.class::isInstance)
                .map(ConnectionChanged.class::cast)
                .map(event -> event.state().wireName()
                        + (event.cause() == null ? "" : ":" + event.cause())
                        + (event.detail() == null ? "" : ":" + event.detail()))
                .toList();
    }

    double callbacks(String type, String fate) {
        return meters.counter("earshot.acs.callbacks", "type", type, "fate", fate)
                .count();
    }

    private final class FakeAutomation implements CallAutomation {
        @Override
        public CompletionStage<String> answer(AnswerRequest asking) {
            request = asking;
            asked.add("answer");
            return answer;
        }

        @Override
        public CompletionStage<Done> hangUp(String connectionId) {
            asked.add("hangUp " + connectionId);
            return CompletableFuture.completedFuture(Done.getInstance());
        }

        @Override
        public CompletionStage<Done> startMediaStreaming(String connectionId, String operationContext) {
            asked.add("start " + connectionId);
            return started;
        }

        @Override
        public CompletionStage<Done> stopMediaStreaming(String connectionId) {
            asked.add("stop " + connectionId);
            return CompletableFuture.completedFuture(Done.getInstance());
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
