package dev.earshot.acs;

import dev.earshot.access.AccessMeter;
import dev.earshot.access.AccessRefusal;
import dev.earshot.access.Entrance;
import dev.earshot.call.CallActor;
import dev.earshot.call.CallDirectory.Opening;
import dev.earshot.call.CallDirectory.RefusalCause;
import dev.earshot.call.CallSetup;
import dev.earshot.call.Calls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Decides about each media socket before its upgrade. What costs least, and harms nobody, comes first:
 *
 * <pre>
 *   who is it ─▷ not too often ─▷ the call, opened or found ─▷ its own connection ─▷ a port
 *    401 403       429              410 503                       403
 * </pre>
 *
 * What is not decided within seconds, because too many dial at once, is refused too (503): the platform dials again.
 */
public final class MediaEntry {

    private static final int GONE = 410;
    private static final int UNAVAILABLE = 503;

    private final Calls calls;
    private final AcsAccess access;
    private final AccessMeter meter;
    private final DialLimit dials;

    /**
     * The entry to these calls.
     *
     * @param remembered calls whose dials are counted
     * @param clockMs monotonic
     */
    public MediaEntry(Calls calls, AcsAccess access, AccessMeter meter, int remembered, LongSupplier clockMs) {
        this.calls = calls;
        this.access = access;
        this.meter = meter;
        this.dials = new DialLimit(remembered, clockMs);
    }

    /** What becomes of a dial. */
    public CompletionStage<MediaAdmission> ask(AcsRequest dial) {
        return access.check(Entrance.MEDIA, dial)
                .thenCompose(refusal -> {
                    if (refusal.isPresent()) {
                        return refused(dial, refusal.get());
                    }
                    return dials.allows(dial.callId()) ? open(dial) : refused(dial, AccessRefusal.TOO_MANY_DIALS);
                })
                .exceptionallyCompose(failure -> notInTime(failure)
                        ? refused(dial, AccessRefusal.TOO_BUSY)
                        : CompletableFuture.failedStage(failure));
    }

    /** The calls answer within seconds, or there is more to do than can be done. */
    private static boolean notInTime(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException;
    }

    private CompletionStage<MediaAdmission> refused(AcsRequest dial, AccessRefusal cause) {
        meter.onRefused(Entrance.MEDIA, cause, dial.callId());
        return CompletableFuture.completedFuture(
                new MediaAdmission.Refused(cause.status(), cause.wireName(), cause.message()));
    }

    private CompletionStage<MediaAdmission> open(AcsRequest dial) {
        return calls.open(dial.callId(), CallSetup.NOTHING_KNOWN)
                .thenCompose(opening -> opening instanceof Opening.Opened opened
                        ? bind(dial, opened.call())
                        : CompletableFuture.completedFuture(refused(((Opening.Refused) opening).cause())));
    }

    private CompletionStage<MediaAdmission> bind(AcsRequest dial, ActorRef<CallActor.Command> call) {
        return calls.bind(dial.callId(), dial.connectionId())
                .thenCompose(bound -> bound
                        ? calls.attachMedia(call).thenApply(MediaAdmission.Admitted::new)
                        : refused(dial, AccessRefusal.WRONG_CONNECTION));
    }

    /** A call that is over does not come back: only other refusals are worth dialling again. */
    static MediaAdmission.Refused refused(RefusalCause cause) {
        return cause == RefusalCause.CALL_ENDED
                ? new MediaAdmission.Refused(GONE, cause.wireName(), "The call has ended")
                : new MediaAdmission.Refused(UNAVAILABLE, cause.wireName(), "The call is not taken");
    }
}
