package dev.earshot.call;

import dev.earshot.coaching.Coaching;
import dev.earshot.ingress.IngressSettings;
import dev.earshot.realtime.SessionContext;
import dev.earshot.realtime.Turns;
import dev.earshot.transcript.StoreWriterSettings;
import dev.earshot.transcript.TranscriptActor;
import dev.earshot.transcript.redaction.RedactionRules;
import java.time.Duration;

/**
 * How a call is kept.
 *
 * @param mediaDue how long a call that was opened waits for its first media socket
 * @param grace how long a call is kept after it has lost its media socket
 * @param drain how long the end of a call waits for the last transcripts
 * @param backoff between a session that failed and the next
 * @param rotation between a session that is about to expire and the next
 * @param soFar how much of the call a session is told before it hears
 * @param redaction what is taken out of texts before anything else sees them
 */
public record CallSettings(
        Duration mediaDue,
        Duration grace,
        Duration drain,
        SessionBackoff backoff,
        SessionRotation rotation,
        CallSoFar.Limits soFar,
        RedactionRules redaction,
        IngressSettings ingress,
        SessionContext.Settings session,
        Turns.Settings turns,
        TranscriptActor.Settings transcript,
        StoreWriterSettings storeWriter,
        Coaching coaching) {}
