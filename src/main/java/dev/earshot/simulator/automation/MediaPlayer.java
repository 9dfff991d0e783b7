package dev.earshot.simulator.automation;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerOptions.Channel;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Says what is said in a call. */
@FunctionalInterface
public interface MediaPlayer {

    /**
     * Dials the media socket and speaks, as the answer to the call asked for.
     *
     * @return completes when the socket has closed; fails if it cannot be opened
     */
    CompletionStage<AcsCaller.Result> play(Terms terms);

    /**
     * What the answer to the call asked for.
     *
     * @param socket the whole URL, as it was given
     * @param connectionId to be sent as {@code x-ms-call-connection-id}
     * @param sampleRate 16000 or 24000
     * @param tones whether keys that are pressed are told
     * @param headers to be sent beside the usual ones
     */
    record Terms(
            URI socket,
            String connectionId,
            Channel channel,
            int sampleRate,
            boolean tones,
            Map<String, String> headers) {

        /** A call on these terms, without anybody in it yet. */
        public AcsCallerOptions.Builder call() {
            AcsCallerOptions.Builder call =
                    AcsCallerOptions.to(socket, connectionId).channel(channel).sampleRate(sampleRate);
            headers.forEach(call::header);
            return call;
        }
    }

    /** These people, from the start of the call on. */
    static MediaPlayer speech(double pace, List<AcsCallerOptions.Participant> participants) {
        return terms -> AcsCaller.place(
                terms.call().pace(pace).participants(participants).build());
    }
}
