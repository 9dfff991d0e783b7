package dev.earshot.call;

import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.AudioTrack;
import dev.earshot.ingress.MediaReport;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The books of a call: as its ingress reports them, without it as its tapes say, and once they are closed as they were then.
 * Confined to the call's actor.
 */
final class CallBooks {
    private final String callId;
    private List<AudioTrack> reported = List.of();
    private @Nullable LedgerSnapshot closed;

    CallBooks(String callId) {
        this.callId = callId;
    }

    void onReported(MediaReport report) {
        reported = report.tracks();
    }

    /**
     * @param report null where there is none: the ingress is gone, or hangs
     * @param heard the tracks that sessions hear
     */
    LedgerSnapshot now(@Nullable MediaReport report, List<AudioTrack> heard) {
        if (closed != null) {
            return closed;
        }
        return report == null ? ofTapes(heard) : Ledgers.snapshot(report);
    }

    /** The same, and nothing changes any more. */
    LedgerSnapshot close(@Nullable MediaReport report, List<AudioTrack> heard) {
        LedgerSnapshot last = now(report, heard);
        closed = last;
        return last;
    }

    /** The tapes answer from any thread, whatever has become of the ingress; also those that no session hears. */
    private LedgerSnapshot ofTapes(List<AudioTrack> heard) {
        Set<AudioTrack> known = new LinkedHashSet<>(reported);
        known.addAll(heard);
        return Ledgers.snapshot(
                new AudioLedger(callId, known.stream().map(AudioTrack::ledger).toList()));
    }
}
