package dev.earshot.recorder;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallSetup;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.StoreWriterActor;
import dev.earshot.transcript.SubscriberPort;
import dev.earshot.transcript.TranscriptActor;
import dev.earshot.transcript.Unstored;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a call is told from outside, as text. Confined to the call's lane. */
final class ToldCommands {

    private final String callId;
    private final LiveOrder order;
    private final Map<SubscriberPort, RecordedReader> readers = new HashMap<>();
    private int known;

    ToldCommands(String callId, LiveOrder order) {
        this.callId = callId;
        this.order = order;
    }

    /** The command as JSON; null for what is none of the outside's. */
    @Nullable
    String text(Object message) {
        ObjectNode json = message instanceof CallActor.Command command ? json(command) : ofStore(message);
        return json == null ? null : json.toString();
    }

    /** What the store's writer, which runs outside, says to the call or its log; null for anything else. */
    static @Nullable ObjectNode ofStore(Object message) {
        if (message instanceof TranscriptActor.NextBatch next) {
            return named("nextBatch")
                    .put("afterSeq", next.afterSeq())
                    .put("safeSeq", next.safeSeq())
                    .put("maxEvents", next.maxEvents())
                    .put("maxChars", next.maxChars());
        } else if (message instanceof TranscriptActor.Stored stored) {
            Unstored rest = stored.unstored();
            ObjectNode json = named("stored").put("seq", stored.seq());
            return rest == null
                    ? json
                    : json.put("waits", rest.waits().name())
                            .put("cause", rest.cause().name());
        }
        return MessageNames.content(message) instanceof StoreWriterActor.Report report ? report(report) : null;
    }

    private static ObjectNode report(StoreWriterActor.Report report) {
        if (report instanceof StoreWriterActor.StoreAway away) {
            return named("storeAway").put("cause", away.cause().name());
        } else if (report instanceof StoreWriterActor.StoreBack) {
            return named("storeBack");
        } else if (report instanceof StoreWriterActor.AllStored all) {
            return named("allStored").put("seq", all.storedSeq());
        } else if (report instanceof StoreWriterActor.AllSpilled all) {
            return named("allSpilled").put("seq", all.storedSeq());
        }
        StoreWriterActor.GaveUp gaveUp = (StoreWriterActor.GaveUp) report;
        return named("gaveUp").put("cause", gaveUp.cause().name()).put("seq", gaveUp.storedSeq());
    }

    /** The command as the call is to have it: a reader's answers are written. */
    Object taken(Object message) {
        if (message instanceof CallActor.ToLog toLog) {
            if (toLog.command() instanceof TranscriptActor.Subscribe subscribe) {
                return new CallActor.ToLog(new TranscriptActor.Subscribe(
                        subscribe.afterSeq(), reader(subscribe.subscriber()), subscribe.replyTo()));
            } else if (toLog.command() instanceof TranscriptActor.Unsubscribe unsubscribe) {
                RecordedReader reader = reader(unsubscribe.subscriber());
                readers.remove(unsubscribe.subscriber());
                return new CallActor.ToLog(new TranscriptActor.Unsubscribe(reader));
            }
        }
        return message;
    }

    private RecordedReader reader(SubscriberPort port) {
        return readers.computeIfAbsent(port, reader -> new RecordedReader(++known, reader, order));
    }

    private @Nullable ObjectNode json(CallActor.Command command) {
        if (command instanceof CallActor.AttachMedia) {
            return named("attachMedia");
        } else if (command instanceof CallActor.GetLedger) {
            return named("getLedger");
        } else if (command instanceof CallActor.ToLog toLog) {
            return toLog(toLog.command());
        } else if (command instanceof CallActor.ReportOutcome report) {
            return named("outcome")
                    .put("hint", report.hint())
                    .put("outcome", report.outcome().name());
        } else if (command instanceof CallActor.Flag flag) {
            return named("flag").put("note", flag.note());
        } else if (command instanceof CallActor.NameSpeaker name) {
            return named("nameSpeaker").put("track", name.track()).put("speaker", name.speaker());
        } else if (command instanceof CallActor.AddSetup add) {
            return setup(add.setup());
        } else if (command instanceof CallActor.End end) {
            return named("end").put("cause", end.cause().name());
        } else if (command instanceof CallActor.HungUp) {
            return named("hungUp");
        } else if (command instanceof CallActor.ExpectMedia expect) {
            return named("expectMedia").put("ms", expect.within().toMillis());
        } else if (command instanceof CallActor.MediaGivenUp) {
            return named("mediaGivenUp");
        }
        return command instanceof CallActor.Report report
                ? named("report")
                        .put(
                                "event",
                                LoggedEvent.of(callId, 1, 0, report.event()).rendered())
                : null;
    }

    private @Nullable ObjectNode toLog(TranscriptActor.Command command) {
        if (command instanceof TranscriptActor.Subscribe subscribe) {
            return named("subscribe")
                    .put("afterSeq", subscribe.afterSeq())
                    .put("reader", reader(subscribe.subscriber()).number());
        } else if (command instanceof TranscriptActor.Unsubscribe unsubscribe) {
            return named("unsubscribe")
                    .put("reader", reader(unsubscribe.subscriber()).number());
        } else if (command instanceof TranscriptActor.GetEvents get) {
            return named("getEvents").put("afterSeq", get.afterSeq()).put("limit", get.limit());
        }
        return command instanceof TranscriptActor.GetSummary ? named("getSummary") : null;
    }

    private static ObjectNode setup(CallSetup setup) {
        ObjectNode json = named("addSetup");
        setup.speakers().forEach(json.putObject("speakers")::put);
        return setup.playbook() == null ? json : json.put("playbook", setup.playbook());
    }

    private static ObjectNode named(String what) {
        return JsonNodeFactory.instance.objectNode().put("told", what);
    }
}
