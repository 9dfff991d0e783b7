package dev.earshot.call;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.CoachActor;
import dev.earshot.ingress.AudioIngressActor;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LogListener;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreWriterActor;
import dev.earshot.transcript.TranscriptActor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The parts of a call that are started with it, each an actor of whose failure the call is told. */
final class CallParts {

    /** Each by the name of its actor. */
    enum Part {
        INGRESS("ingress"),
        COACH("coach"),
        TRANSCRIPT("transcript"),
        STORE_WRITER("store-writer");

        private final String actorName;

        Part(String actorName) {
            this.actorName = actorName;
        }

        String actorName() {
            return actorName;
        }

        /** The part that a child of the call is, if it is one. */
        static Optional<Part> of(ActorRef<?> child) {
            return Arrays.stream(values())
                    .filter(part -> part.actorName.equals(child.path().name()))
                    .findFirst();
        }
    }

    private final ActorContext<?> context;
    private final CallContext call;
    private final ActorRef<AudioIngressActor.Command> ingress;
    private final ActorRef<CoachActor.Command> coach;
    private final ActorRef<TranscriptActor.Command> log;

    CallParts(
            ActorContext<?> context,
            CallContext call,
            Briefing briefing,
            ActorRef<AudioIngressActor.Notice> fromIngress,
            ActorRef<CoachActor.Notice> fromCoach,
            ActorRef<StoreWriterActor.Report> fromStore) {
        this.context = context;
        this.call = call;
        this.ingress = startIngress(fromIngress);
        this.coach = startCoach(briefing, fromCoach);
        this.log = startLog(fromStore);
    }

    ActorRef<AudioIngressActor.Command> ingress() {
        return ingress;
    }

    ActorRef<CoachActor.Command> coach() {
        return coach;
    }

    ActorRef<TranscriptActor.Command> log() {
        return log;
    }

    private ActorRef<AudioIngressActor.Command> startIngress(ActorRef<AudioIngressActor.Notice> notices) {
        return start(
                Part.INGRESS,
                AudioIngressActor.create(
                        call.callId(),
                        call.settings().ingress(),
                        call.clockMs(),
                        call.recorder().audio(),
                        notices),
                DispatcherSelector.sameAsParent());
    }

    private ActorRef<CoachActor.Command> startCoach(Briefing briefing, ActorRef<CoachActor.Notice> notices) {
        return start(
                Part.COACH,
                CoachActor.create(call.callId(), briefing, call.clockMs(), call.meters(), notices),
                DispatcherSelector.sameAsParent());
    }

    /** With its writer. */
    private ActorRef<TranscriptActor.Command> startLog(ActorRef<StoreWriterActor.Report> reports) {
        var identity = new TranscriptActor.Call(call.callId(), call.epoch(), call.startedAt());
        ActorRef<TranscriptActor.Command> transcript = start(
                Part.TRANSCRIPT,
                TranscriptActor.create(identity, call.settings().transcript(), List.of(), call.clockMs(), listener()),
                DispatcherSelector.sameAsParent());
        start(
                Part.STORE_WRITER,
                StoreWriterActor.create(
                        identity,
                        call.settings().storeWriter(),
                        0,
                        transcript,
                        call.storage(),
                        new Random(call.random().nextLong()),
                        reports),
                Props.empty());
        return transcript;
    }

    /** Called on the log's thread. */
    private LogListener listener() {
        ActorRef<CallSummary> summaries = call.summaries();
        CallRecorder recorder = call.recorder();
        ActorRef<CoachActor.Command> coaching = coach;
        return new LogListener() {
            @Override
            public void onSummary(CallSummary summary) {
                summaries.tell(summary);
            }

            @Override
            public void onLogged(LoggedEvent event) {
                recorder.onLogged(event);
            }

            @Override
            public void onTaken(CallEvent.Durable event, long atMs) {
                CallCoach.onTaken(coaching, event, atMs);
            }
        };
    }

    private <T> ActorRef<T> start(Part part, Behavior<T> behavior, Props run) {
        ActorRef<T> actor = context.spawn(behavior, part.actorName(), run);
        context.watch(actor);
        return actor;
    }
}
