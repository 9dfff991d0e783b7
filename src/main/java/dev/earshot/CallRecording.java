package dev.earshot;

import com.typesafe.config.Config;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallContext;
import dev.earshot.call.CallDirectory;
import dev.earshot.call.CallDirectory.CallFactory;
import dev.earshot.call.CallSetup;
import dev.earshot.recorder.Recorder;
import dev.earshot.recorder.RecorderSettings;
import dev.earshot.transcript.CallEraser;
import dev.earshot.transcript.CallSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls, recorded where the settings ask for it. */
final class CallRecording implements CallEraser, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallRecording.class);

    private final @Nullable Recorder recorder;

    /** What a call is given. */
    @FunctionalInterface
    interface Giver {
        CallContext context(String callId, CallSetup setup, ActorRef<CallSummary> summaries);
    }

    private CallRecording(@Nullable Recorder recorder) {
        this.recorder = recorder;
    }

    /** @throws CheckedConfig.InvalidSetting where recordings cannot be put where they are to be */
    static CallRecording open(Settings settings, Config config, MeterRegistry meters) {
        RecorderSettings asked = settings.recorder();
        if (asked == null) {
            return new CallRecording(null);
        }
        try {
            LOG.atWarn()
                    .setMessage("calls are recorded: personal data")
                    .addKeyValue("folder", asked.folder())
                    .log();
            return new CallRecording(Recorder.open(asked, RecordedConfig.of(config), meters));
        } catch (IOException e) {
            throw new CheckedConfig.InvalidSetting("earshot.recorder.folder is \"" + asked.folder()
                    + "\"; allowed: a folder that this process can make, read and write (" + e + ")");
        }
    }

    /** Where calls will be, told before there is any. */
    void runsOn(ActorSystem<?> system) {
        if (recorder != null) {
            recorder.runsOn(system);
        }
    }

    /** How calls are made. */
    CallFactory calls(Giver giver) {
        return new CallFactory() {
            @Override
            public Behavior<CallActor.Command> create(String callId, CallSetup setup, ActorRef<CallSummary> summaries) {
                CallContext call = giver.context(callId, setup, summaries);
                return CallActor.create(
                        recorder == null ? call : recorder.recorded(call, CallDirectory.actorName(callId)));
            }

            @Override
            public Props props(String callId) {
                return recorder == null ? Props.empty() : Recorder.props();
            }
        };
    }

    @Override
    public CompletionStage<Done> erase(String callId) {
        CompletionStage<?> erased = recorder == null ? CompletableFuture.completedStage(0) : recorder.erase(callId);
        return erased.thenApply(files -> Done.getInstance());
    }

    @Override
    public CompletionStage<Set<String>> kept() {
        return recorder == null ? CompletableFuture.completedStage(Set.of()) : recorder.calls();
    }

    /** Writes what waits, and closes all files. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
