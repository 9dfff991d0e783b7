package dev.earshot.call;

import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.MediaAnomaly;
import dev.earshot.ingress.MediaReport;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The books as the outside reads them. */
final class Ledgers {
    private Ledgers() {}

    static LedgerSnapshot snapshot(AudioLedger ledger) {
        return new LedgerSnapshot(
                ledger.callId(), ledger.tracks().stream().map(Ledgers::track).toList());
    }

    /** With what else arrived than audio that could be taken. */
    static LedgerSnapshot snapshot(MediaReport report) {
        return new LedgerSnapshot(
                report.ledger().callId(),
                report.ledger().tracks().stream().map(Ledgers::track).toList(),
                byName(report.anomalies()));
    }

    private static Map<String, Long> byName(Map<MediaAnomaly, Long> anomalies) {
        return anomalies.entrySet().stream()
                .collect(Collectors.toMap(anomaly -> anomaly.getKey().wireName(), Map.Entry::getValue));
    }

    private static LedgerSnapshot.Track track(AudioLedger.Track track) {
        Map<String, Long> discarded = track.discarded().entrySet().stream()
                .collect(Collectors.toMap(reason -> reason.getKey().wireName(), Map.Entry::getValue));
        return new LedgerSnapshot.Track(
                track.trackId(),
                track.participant(),
                track.sampleRate(),
                track.frames(),
                track.received(),
                track.held(),
                track.appended(),
                discarded,
                track.gaps(),
                track.gapSamples(),
                byName(track.anomalies()),
                clock(track.clock()));
    }

    private static LedgerSnapshot.@Nullable Clock clock(AudioLedger.@Nullable Clock clock) {
        return clock == null
                ? null
                : new LedgerSnapshot.Clock(
                        clock.driftMs(), clock.driftPpm(), clock.arrivalDriftMs(), clock.arrivalDriftPpm());
    }

    static CallEvent.MediaState mediaState(MediaReport report) {
        return switch (report.media()) {
            case RECEIVING -> CallEvent.MediaState.RECEIVING;
            case SILENT -> CallEvent.MediaState.SILENT;
            case LOST -> CallEvent.MediaState.LOST;
        };
    }
}
