package dev.earshot.call;

import dev.earshot.realtime.ProbeEvidence;
import dev.earshot.realtime.RealtimeTransport;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.SessionMeter;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a call is given.
 *
 * @param epoch of this owner; a higher one takes the call over
 * @param clockMs ms since the call started; monotonic, may be asked from any thread
 * @param storage where its log is kept beyond its life
 * @param random where the retries' jitter comes from
 * @param meters where its coach counts what becomes of hints
 * @param summaries told of the call in one line whenever it changes
 * @param sessionMeter counts the sessions of all calls
 * @param probeEvidence what is known of the service by the sessions of all calls
 * @param clocks what the sessions are measured by
 * @param recorder writes down what happens
 */
public record CallContext(
        String callId,
        long epoch,
        Instant startedAt,
        CallSetup setup,
        CallSettings settings,
        LongSupplier clockMs,
        RealtimeTransport transport,
        Storage storage,
        RandomGenerator random,
        MeterRegistry meters,
        ActorRef<CallSummary> summaries,
        SessionMeter sessionMeter,
        ProbeEvidence probeEvidence,
        SessionContext.Clocks clocks,
        CallRecorder recorder) {}
