package dev.earshot.console;

import dev.earshot.call.CallActor;
import dev.earshot.call.RemarkAnswer;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.TranscriptActor;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A call in which only happens what it is told: its log is the real one, and stays after its end. */
final class StagedCall extends AbstractBehavior<CallActor.Command> {

    private final ActorRef<TranscriptActor.Command> transcript;

    static Behavior<CallActor.Command> create(String callId, LongSupplier callClock, ActorRef<CallSummary> summaries) {
        return Behaviors.setup(context -> new StagedCall(context, callId, callClock, summaries));
    }

    private StagedCall(
            ActorContext<CallActor.Command> context,
            String callId,
            LongSupplier callClock,
            ActorRef<CallSummary> summaries) {
        super(context);
        transcript = context.spawn(
                TranscriptActor.create(
                        new TranscriptActor.Call(callId, 1, Instant.now()),
                        TranscriptActor.Settings.DEFAULT,
                        List.of(),
                        callClock,
                        summaries::tell),
                "transcript");
        append(new CallEvent.CallStarted(Instant.now()));
    }

    @Override
    public Receive<CallActor.Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(CallActor.ToLog.class, toLog -> {
                    transcript.tell(toLog.command());
                    return this;
                })
                .onMessage(CallActor.Report.class, report -> append(report.event()))
                .onMessage(CallActor.Flag.class, flag -> {
                    flag.replyTo().tell(RemarkAnswer.TAKEN);
                    return append(new CallEvent.Flagged(flag.note()));
                })
                .onMessage(CallActor.ReportOutcome.class, report -> {
                    report.replyTo().tell(RemarkAnswer.TAKEN);
                    return append(new CallEvent.HintOutcome(report.hint(), report.outcome(), null));
                })
                .build();
    }

    private Behavior<CallActor.Command> append(CallEvent.Durable event) {
        transcript.tell(new TranscriptActor.Append(event));
        return this;
    }
}
