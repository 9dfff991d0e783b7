package dev.earshot.simulator;

import dev.earshot.audio.PolyphaseResampler;
import dev.earshot.simulator.caller.CallFaults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A call to place.
 *
 * @param socket the whole media socket URL, {@code ws} or {@code wss}
 * @param callId sent as {@code x-ms-call-connection-id}
 * @param participants at least one; up to four where they are not mixed, as the service sends no more
 * @param sampleRate of the wire: 16000 or 24000
 * @param pace 1 is real time, 2 twice as fast; infinity sends without waiting
 * @param trailingSilenceMillis digital zero after the longest recording, rounded up to a whole frame
 * @param startedAt the timestamp of the first frames
 * @param length of the call, rounded up to a whole frame: speech is cut off, or begins again; zero is as long as it takes to say all
 * @param tones keys that are pressed
 * @param faults what is done wrong on purpose
 * @param number of the call among many, from 1: which faults are for it, and what their chance is, depends on it
 * @param headers sent with the upgrade beside those of the service, such as {@code Authorization}; asked for anew with each socket
 */
public record AcsCallerOptions(
        URI socket,
        String callId,
        List<Participant> participants,
        Channel channel,
        int sampleRate,
        double pace,
        int trailingSilenceMillis,
        Silence silence,
        Instant startedAt,
        Duration length,
        List<Tone> tones,
        CallFaults faults,
        int number,
        List<Supplier<Map<String, String>>> headers) {

    /** Whether a message carries one voice or the sum of all. */
    public enum Channel {
        MIXED,
        UNMIXED
    }

    /** What becomes of a frame of digital zero. */
    public enum Silence {
        /** Sent with its zeros and {@code "silent":true}. */
        FLAGGED,
        /** Sent with no data and {@code "silent":true}. */
        FLAGGED_EMPTY,
        /** Sent like any other. */
        PLAIN
    }

    /**
     * One side of the conversation.
     *
     * @param rawId such as {@code 8:acs:demo_agent}
     * @param speech from the start of the call on; 16 kHz, or the rate of the wire
     */
    public record Participant(String rawId, WavFile speech) {}

    /**
     * A key on a phone.
     *
     * @param key a digit, {@code *} or {@code #}
     * @param at since the call began
     */
    public record Tone(String key, Duration at) {}

    private static final int UNMIXED_VOICES = 4;

    public AcsCallerOptions {
        participants = List.copyOf(participants);
        tones = List.copyOf(tones);
        headers = List.copyOf(headers);
        require(!participants.isEmpty(), "A call needs a participant");
        require(
                channel == Channel.MIXED || participants.size() <= UNMIXED_VOICES,
                "No more than four voices are sent unmixed");
        require(
                sampleRate == PolyphaseResampler.INPUT_RATE || sampleRate == PolyphaseResampler.OUTPUT_RATE,
                "The wire carries 16000 or 24000 Hz, not " + sampleRate);
        require(pace > 0, "The pace must be positive, not " + pace);
        require(!length.isNegative(), "A call cannot be so long: " + length);
        require(number > 0, "Calls are counted from 1, not from " + number);
        require(trailingSilenceMillis >= 0, "Silence cannot be negative: " + trailingSilenceMillis + " ms");
        for (Participant participant : participants) {
            int rate = participant.speech().sampleRate();
            require(
                    rate == PolyphaseResampler.INPUT_RATE || rate == sampleRate,
                    "Speech of %d Hz cannot be sent at %d Hz".formatted(rate, sampleRate));
        }
    }

    /** An ordinary call, to be altered: unmixed, 16 kHz, in real time, silence flagged, starting now. */
    public static Builder to(URI socket, String callId) {
        return new Builder(socket, callId);
    }

    int frameSamples() {
        return sampleRate * AcsCaller.FRAME_MILLIS / 1000;
    }

    /** Frames of each track. */
    int rounds(AcsCallerTrack track) {
        return length.isZero() ? track.frames() : Trigger.rounds(length);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** {@link AcsCallerOptions} with their defaults. */
    public static final class Builder {

        private final URI socket;
        private final String callId;
        private final List<Participant> participants = new ArrayList<>();
        private final List<Supplier<Map<String, String>>> headers = new ArrayList<>();
        private Channel channel = Channel.UNMIXED;
        private int sampleRate = PolyphaseResampler.INPUT_RATE;
        private double pace = 1;
        private int trailingSilenceMillis;
        private Silence silence = Silence.FLAGGED;
        private Instant startedAt = Instant.now();
        private Duration length = Duration.ZERO;
        private final List<Tone> tones = new ArrayList<>();
        private CallFaults faults = CallFaults.NONE;
        private int number = 1;

        private Builder(URI socket, String callId) {
            this.socket = socket;
            this.callId = callId;
        }

        public Builder participant(String rawId, WavFile speech) {
            participants.add(new Participant(rawId, speech));
            return this;
        }

        public Builder participants(List<Participant> all) {
            participants.addAll(all);
            return this;
        }

        public Builder channel(Channel value) {
            channel = value;
            return this;
        }

        public Builder sampleRate(int value) {
            sampleRate = value;
            return this;
        }

        public Builder pace(double value) {
            pace = value;
            return this;
        }

        public Builder trailingSilenceMillis(int value) {
            trailingSilenceMillis = value;
            return this;
        }

        public Builder silence(Silence value) {
            silence = value;
            return this;
        }

        public Builder startedAt(Instant value) {
            startedAt = value;
            return this;
        }

        public Builder length(Duration value) {
            length = value;
            return this;
        }

        public Builder tones(List<Tone> all) {
            tones.addAll(all);
            return this;
        }

        public Builder faults(CallFaults value) {
            faults = value;
            return this;
        }

        public Builder number(int value) {
            number = value;
            return this;
        }

        public Builder header(String name, String value) {
            return headers(() -> Map.of(name, value));
        }

        /** What each socket of the call is asked for: a token, which is never the same. */
        public Builder headers(Supplier<Map<String, String>> each) {
            headers.add(each);
            return this;
        }

        /**
         * The call as described.
         *
         * @throws IllegalArgumentException if the options do not go together; the message says which
         */
        public AcsCallerOptions build() {
            return new AcsCallerOptions(
                    socket,
                    callId,
                    participants,
                    channel,
                    sampleRate,
                    pace,
                    trailingSilenceMillis,
                    silence,
                    startedAt,
                    length,
                    tones,
                    faults,
                    number,
                    headers);
        }
    }
}
