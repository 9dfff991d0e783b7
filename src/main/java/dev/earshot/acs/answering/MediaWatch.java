package dev.earshot.acs.answering;

import dev.earshot.acs.answering.AnsweringSettings.Restarts;
import dev.earshot.acs.answering.CallbackEvent.What;
import dev.earshot.acs.automation.AutomationCause;
import dev.earshot.call.CallActor;
import dev.earshot.transcript.CallEvent.ConnectionChanged;
import dev.earshot.transcript.CallEvent.ConnectionChanged.State;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Whether the platform sends a call's media, by its callbacks.
 *
 * <pre>
 *   Awaited ──started──▷ Flowing ──failed──▷ Restarting ──due──▷ Awaited
 *      └──failed─────────────────────────────▲   │
 *                                                └─ once too often, or hopeless ──▷ GivenUp
 *   any that is wanted ──stopped──▷ Stopped ──started──▷ Flowing
 * </pre>
 *
 * A failure counts until media has flowed for a while. An older callback that comes later than a newer one says nothing.
 */
final class MediaWatch {

    private final ActorRef<CallActor.Command> call;
    private final Restarts restarts;
    private final AnsweringMeter meter;
    private final Consumer<Duration> dueIn;
    private final Consumer<Duration> stableIn;
    private StreamingState state = new StreamingState.Awaited(0);
    private @Nullable Instant newest;

    /**
     * For one call.
     *
     * @param dueIn has {@link #onDue} called after so long
     * @param stableIn has {@link #onStable} called after so long, and forgets what it was told before
     */
    MediaWatch(
            ActorRef<CallActor.Command> call,
            Restarts restarts,
            AnsweringMeter meter,
            Consumer<Duration> dueIn,
            Consumer<Duration> stableIn) {
        this.call = call;
        this.restarts = restarts;
        this.meter = meter;
        this.dueIn = dueIn;
        this.stableIn = stableIn;
    }

    /** Takes a callback about media. */
    CallbackFate onCallback(CallbackEvent event) {
        Instant at = event.at();
        if (at != null && newest != null && at.isBefore(newest)) {
            return CallbackFate.LATE;
        }
        newest = at == null ? newest : at;
        What what = event.what();
        if (what instanceof CallbackEvent.StreamingStarted) {
            onStarted();
        } else if (what instanceof CallbackEvent.StreamingStopped) {
            onStopped();
        } else if (what instanceof CallbackEvent.StreamingFailed failed) {
            StreamingCause cause = StreamingCause.of(failed);
            meter.streamingFailed(cause);
            onFailed(cause.wireName(), cause.worthAnotherTry(), failed.result().text());
        }
        return CallbackFate.TAKEN;
    }

    private void onStarted() {
        if (state instanceof StreamingState.Wanted wanted) {
            state = wanted.onStarted();
        } else if (state instanceof StreamingState.Stopped stopped) {
            state = stopped.onStarted();
        } else {
            return;
        }
        stableIn.accept(restarts.stableAfter());
        report(State.STREAMING, null, null);
    }

    private void onStopped() {
        if (state instanceof StreamingState.Wanted wanted) {
            state = wanted.onStopped();
            report(State.STREAMING_STOPPED, null, null);
        }
    }

    void onStable() {
        if (state instanceof StreamingState.Flowing flowing) {
            state = flowing.onStable();
        }
    }

    /** It could not even be asked for. */
    void onNotAsked(AutomationCause failure) {
        onFailed(failure.wireName(), failure.passing(), null);
    }

    private void onFailed(String cause, boolean worthAnotherTry, @Nullable String detail) {
        if (state instanceof StreamingState.Fallible fallible) {
            StreamingState.Restarting next = fallible.onFailed();
            if (!worthAnotherTry || next.failures() > restarts.max()) {
                state = fallible.onGivenUp();
                report(State.STREAMING_FAILED, cause, detail);
                call.tell(new CallActor.MediaGivenUp());
            } else {
                state = next;
                report(State.RESTARTING, cause, detail);
                Duration wait = restarts.backoff(next.failures());
                dueIn.accept(wait);
                call.tell(new CallActor.ExpectMedia(wait.plus(restarts.patience())));
            }
        }
    }

    /** Whether it is to be asked for now. */
    boolean onDue() {
        if (state instanceof StreamingState.Restarting restarting) {
            state = restarting.onDue();
            return true;
        }
        return false;
    }

    private void report(State what, @Nullable String cause, @Nullable String detail) {
        call.tell(new CallActor.Report(new ConnectionChanged(what, cause, detail)));
    }
}
