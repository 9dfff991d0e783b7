package dev.earshot.call;

import dev.earshot.ingress.AudioLedger;
import dev.earshot.ingress.MediaReport;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.LedgerSnapshot;
import java.util.Map;
import java.util.stream.Collectors;

/** The books as the outside reads them. */
final class Ledgers {
    private Ledgers() {}

    static LedgerSnapshot snapshot(AudioLedger ledger) {
        return new LedgerSnapshot(
                ledger.callId(), ledger.tracks().stream().map(Ledgers::track).toList());
    }

    /** With what else arrived than audio that could be taken. */
    static LedgerSnapshot snapshot(MediaReport report) {
        Map<String, Long> anomalies = report.anomalies().entrySet().stream()
                .collect(Collectors.toMap(anomaly -> anomaly.getKey().wireName(), Map.Entry::getValue));
        return new LedgerSnapshot(
                report.ledger().callId(),
                report.ledger().tracks().stream().map(Ledgers::track).toList(),
                anomalies);
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
                track.gapSamples());
    }

    static CallEvent.MediaState mediaState(MediaReport report) {
        return switch (report.media()) {
            case RECEIVING -> CallEvent.MediaState.RECEIVING;
            case SILENT -> CallEvent.MediaState.SILENT;
            case LOST -> CallEvent.MediaState.LOST;
        };
    }
}
