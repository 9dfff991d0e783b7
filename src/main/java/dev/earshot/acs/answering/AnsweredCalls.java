package dev.earshot.acs.answering;

import dev.earshot.acs.automation.CallAutomation;
import dev.earshot.call.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The phone calls that are answered here. Safe from any thread; every answer comes later and within seconds, or fails. */
public final class AnsweredCalls {

    private static final Logger LOG = LoggerFactory.getLogger(AnsweredCalls.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final ActorRef<ConnectionDirectory.Command> directory;
    private final ActorSystem<?> system;
    private final AnsweringParts parts;

    private AnsweredCalls(
            ActorRef<ConnectionDirectory.Command> directory, ActorSystem<?> system, AnsweringParts parts) {
        this.directory = directory;
        this.system = system;
        this.parts = parts;
    }

    /**
     * Answers whatever rings from now on.
     *
     * @param automation what the platform is asked by
     * @param addresses where it is told to find a call
     */
    public static AnsweredCalls start(
            ActorSystem<?> system,
            Calls calls,
            CallAutomation automation,
            CallAddresses addresses,
            AnsweringSettings settings,
            MeterRegistry meters) {
        AnsweringParts parts = new AnsweringParts(
                automation,
                addresses,
                settings,
                new AnsweringMeter(meters),
                (callId, connectionId) -> bind(calls, callId, connectionId));
        ActorRef<ConnectionDirectory.Command> directory = system.systemActorOf(
                ConnectionDirectory.create(calls::open, parts, Clock.systemUTC()), "call-connections", Props.empty());
        return new AnsweredCalls(directory, system, parts);
    }

    private static void bind(Calls calls, String callId, String connectionId) {
        var unused = calls.bind(callId, Optional.of(connectionId)).whenComplete((ours, failure) -> {
            if (!Boolean.TRUE.equals(ours)) {
                LOG.atWarn()
                        .setMessage("the call is held to be another of the platform's")
                        .addKeyValue("call", callId)
                        .log();
            }
        });
    }

    /** Takes a phone that rings; the call is known when the answer comes. */
    CompletionStage<RingFate> ring(IncomingCall call) {
        return AskPattern.ask(
                directory,
                (ActorRef<RingFate> replyTo) -> new ConnectionDirectory.Ring(call, replyTo),
                TIMEOUT,
                system.scheduler());
    }

    /** Takes what the platform reports of a call; false for a call that is not known. */
    CompletionStage<Boolean> report(String callId, List<CallbackEvent> events) {
        return AskPattern.ask(
                directory,
                (ActorRef<Boolean> replyTo) -> new ConnectionDirectory.Report(callId, events, replyTo),
                TIMEOUT,
                system.scheduler());
    }

    AnsweringMeter meter() {
        return parts.meter();
    }

    /** Answers no more, and leaves every call. A platform that does not listen is waited for so long at most. */
    public CompletionStage<Done> leaveAll(Duration within) {
        return AskPattern.<ConnectionDirectory.Command, Done>ask(
                        directory, ConnectionDirectory.LeaveAll::new, within, system.scheduler())
                .exceptionally(overdue -> Done.getInstance());
    }
}
