package dev.earshot.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.CallStep;
import dev.earshot.simulator.caller.Entry;
import dev.earshot.simulator.caller.Wire;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Five seconds of one voice whose n-th frame is full of n, so that each can be told; 250 rounds of 20 ms. */
@DisplayName("What a call does")
class CallPlanTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final String AGENT = "8:acs:agent";
    private static final int ROUNDS = 250;

    @Test
    @DisplayName("is to dial, to say all in order, and to hang up")
    void plain() {
        List<CallStep> steps = steps();

        assertThat(steps.get(0)).isEqualTo(new CallStep.Dial(0, 1));
        assertThat(says(steps).findFirst().orElseThrow().json()).contains("AudioMetadata");
        assertThat(frames(steps)).hasSize(ROUNDS).isSorted().doesNotHaveDuplicates();
        assertThat(says(steps).skip(ROUNDS).findFirst().orElseThrow().atMicros())
                .isEqualTo(249 * 20_000);
        assertThat(last(steps))
                .isEqualTo(new CallStep.Leave(ROUNDS * 20_000, new CallStep.Way.Close(1_000), List.of()));
        assertThat(entries(steps)).hasSize(ROUNDS).containsOnly(new Entry.Heard(AGENT, 320));
    }

    @Test
    @DisplayName("may be to leave frames out, which shows with the next one")
    void gap() {
        List<CallStep> steps = steps("gap of 80ms at 2s");

        assertThat(frames(steps)).hasSize(ROUNDS - 4).containsSequence(99, 104).isSorted();
        assertThat(entries(steps)).contains(new Entry.Gap(AGENT, 4 * 320), new Entry.Done("gap"));
    }

    @Test
    @DisplayName("may be to say a frame twice")
    void twice() {
        List<CallStep> steps = steps("double at 2s");

        assertThat(frames(steps)).hasSize(ROUNDS + 1).containsSequence(99, 100, 100, 101);
        assertThat(entries(steps))
                .contains(new Entry.Discarded(AGENT, 320, "duplicate"), new Entry.Anomaly("duplicateFrame"));
    }

    @Test
    @DisplayName("may be to say a frame after those that follow it, a little or far too late")
    void disorder() {
        assertThat(frames(steps("swap at 2s"))).hasSize(ROUNDS).containsSequence(99, 101, 100, 102);
        assertThat(frames(steps("swap by 2 at 2s"))).hasSize(ROUNDS).containsSequence(99, 101, 102, 100, 103);
        assertThat(entries(steps("swap at 2s"))).contains(new Entry.Anomaly("outOfOrder"));

        List<CallStep> late = steps("delay by 200ms at 2s");
        assertThat(frames(late)).hasSize(ROUNDS).containsSequence(99, 101).containsSequence(110, 100, 111);
        assertThat(entries(late)).contains(new Entry.Gap(AGENT, 320), new Entry.Discarded(AGENT, 320, "late"));
    }

    @Test
    @DisplayName("may be to set the clock")
    void jumps() {
        List<CallStep> ahead = steps("jump ahead 40s at 2s");
        assertThat(time(ahead, 99)).isEqualTo(START.plusMillis(1_980));
        assertThat(time(ahead, 100)).isEqualTo(START.plusMillis(42_000));
        assertThat(entries(ahead)).contains(new Entry.Anomaly("clockJump")).noneMatch(Entry.Gap.class::isInstance);

        assertThat(entries(steps("jump ahead 5s at 2s"))).contains(new Entry.Gap(AGENT, 5 * 16_000));

        List<CallStep> back = steps("jump back 2500ms at 3s");
        assertThat(time(back, 150)).isEqualTo(START.plusMillis(500));
        assertThat(entries(back).stream().filter(new Entry.Anomaly("backwardTimestamp")::equals))
                .hasSize(4);
    }

    @Test
    @DisplayName("is never to set the clock back to before the call")
    void noTimeBeforeTheCall() {
        assertThat(entries(steps("jump back 4s at 2s"))).contains(new Entry.Anomaly("clockJump"));
        assertThat(time(steps("jump back 4s at 2s"), 200)).isEqualTo(START.plusMillis(4_000));
        assertThat(entries(steps("jump back 10s at 2s"))).doesNotContain(new Entry.Anomaly("clockJump"));
    }

    @Test
    @DisplayName("may be to leave out timestamps, or to spoil them")
    void timestamps() {
        assertThat(entries(steps("omit timestamp at 2s"))).contains(new Entry.Anomaly("missingTimestamp"));
        assertThat(entries(steps("spoil timestamp at 2s"))).contains(new Entry.Anomaly("badTimestamp"));
        assertThat(audio(steps("omit timestamp at 2s")).filter(frame -> !frame.has("timestamp")))
                .hasSize(1);
    }

    @Test
    @DisplayName("may be to fall silent, with zeros or without")
    void silence() {
        assertThat(audio(steps("silence of 200ms at 2s"))
                        .filter(frame -> frame.path("silent").asBoolean()))
                .hasSize(10)
                .allMatch(frame -> frame.path("data").asText().length() == 856);
        assertThat(audio(steps("silence of 200ms without data at 2s"))
                        .filter(frame -> frame.path("silent").asBoolean()))
                .hasSize(10)
                .allMatch(frame -> frame.path("data").asText().isEmpty());
    }

    @Test
    @DisplayName("may be to send broken messages beside the frames")
    void malformed() {
        List<CallStep> steps = steps("send not-json at 1s", "send bad-base64 at 1s", "send odd-length at 2s");

        assertThat(says(steps)).hasSize(1 + ROUNDS + 3);
        assertThat(entries(steps))
                .contains(
                        new Entry.Anomaly("malformedJson"),
                        new Entry.Anomaly("badBase64"),
                        new Entry.Anomaly("oddLength"),
                        new Entry.Discarded(AGENT, 1, "malformed"));
    }

    @Test
    @DisplayName("may be to lose its socket, and to dial again with what was said meanwhile lost")
    void reset() {
        List<CallStep> steps = steps("reset at 2s redial after 300ms");

        assertThat(steps)
                .contains(
                        new CallStep.Leave(2_000_000, new CallStep.Way.Reset(), List.of(new Entry.Done("reset"))),
                        new CallStep.Dial(2_300_000, 2));
        assertThat(frames(steps)).hasSize(ROUNDS - 15).containsSequence(99, 115);
        assertThat(says(steps).filter(say -> say.json().contains("AudioMetadata")))
                .hasSize(2);
        assertThat(entries(steps)).contains(new Entry.Gap(AGENT, 15 * 320));
    }

    @Test
    @DisplayName("may be to be cut off for good")
    void cutOff() {
        List<CallStep> steps = steps("close 1001 at 2s");

        assertThat(last(steps))
                .isEqualTo(new CallStep.Leave(
                        2_000_000, new CallStep.Way.Close(1_001), List.of(new Entry.Done("close 1001"))));
        assertThat(frames(steps)).hasSize(100);
    }

    @Test
    @DisplayName("may be to dial while it has a socket, to say some frames again there, and some on both")
    void takeOver() {
        List<CallStep> steps = steps("redial at 2s repeating 60ms overlapping 40ms without metadata");

        assertThat(steps).contains(new CallStep.Dial(2_000_000, 2));
        assertThat(frames(steps)).hasSize(ROUNDS + 3).containsSequence(99, 97, 98, 99, 100);
        assertThat(steps.stream().filter(CallStep.SayOnOld.class::isInstance)).hasSize(2);
        assertThat(entries(steps)).contains(new Entry.Discarded(AGENT, 320, "overlap"));
        assertThat(entries(steps)).contains(new Entry.Anomaly("metadataMissing"));
    }

    @Test
    @DisplayName("keeps misdeeds apart, and its beginning and end free of them")
    void apart() {
        List<CallStep> steps = steps("gap of 20ms every 20ms", "double every 20ms");

        List<Integer> frames = frames(steps);
        assertThat(frames).startsWith(0, 1, 2, 3, 4).endsWith(ROUNDS - 2, ROUNDS - 1);
        long done = entries(steps).stream().filter(Entry.Done.class::isInstance).count();
        assertThat(done).isEqualTo(8);
    }

    @Test
    @DisplayName("depends on the seed and the call's number alone, where it is left to chance")
    void chance() {
        CallFaults faults = CallFaults.of("gap of 40ms 2% of frames", "swap 2% of frames", "jitter of 30ms");

        assertThat(steps(faults.seeded(7), 3)).isEqualTo(steps(faults.seeded(7), 3));
        assertThat(steps(faults.seeded(7), 3)).isNotEqualTo(steps(faults.seeded(8), 3));
        assertThat(steps(faults.seeded(7), 3)).isNotEqualTo(steps(faults.seeded(7), 4));
    }

    @Test
    @DisplayName("may be to speak in jerks and bursts, in order and never before its time")
    void pace() {
        List<CallStep> steps = steps("jitter of 50ms", "burst of 400ms at 2s");

        List<Long> times = says(steps).map(CallStep::atMicros).toList();
        assertThat(times).isSorted();
        assertThat(times.subList(101, 121)).allMatch(at -> at >= 2_400_000);
        assertThat(frames(steps)).hasSize(ROUNDS).isSorted();
    }

    @Test
    @DisplayName("may be to use other forms of message that mean the same")
    void forms() {
        assertThat(says(steps("fragment into 4")).skip(1))
                .allMatch(say -> say.wire().equals(new Wire.Fragments(4)));
        assertThat(says(steps("binary at 2s")).filter(say -> say.wire() instanceof Wire.Binary))
                .hasSize(1);
        assertThat(says(steps("pascal-case")).skip(1))
                .allMatch(say -> say.json().startsWith("{\"Kind\":\"AudioData\",\"AudioData\":{\"Timestamp\":\""));
    }

    @Test
    @DisplayName("may be to press keys, and to go on for longer than the speech")
    void keysAndLength() {
        AcsCallerOptions options = call().tones(List.of(new AcsCallerOptions.Tone("#", Duration.ofSeconds(1))))
                .length(Duration.ofSeconds(7))
                .build();
        List<CallStep> steps = steps(options);

        assertThat(says(steps).map(CallStep.Say::json))
                .contains("{\"kind\":\"DtmfData\",\"dtmfData\":{\"data\":\"#\"}}");
        assertThat(frames(steps)).hasSize(350).containsSequence(249, 0, 1);
        assertThat(entries(steps)).contains(new Entry.Anomaly("dtmf"));
    }

    private static AcsCallerOptions.Builder call() {
        return AcsCallerOptions.to(URI.create("ws://127.0.0.1/acs/media/c1"), "c1")
                .participant(AGENT, Speech.of(ROUNDS * 320, i -> i / 320 + 1))
                .startedAt(START);
    }

    private static List<CallStep> steps(String... rules) {
        return steps(CallFaults.of(rules), 1);
    }

    private static List<CallStep> steps(CallFaults faults, int number) {
        return steps(call().faults(faults).number(number).build());
    }

    private static List<CallStep> steps(AcsCallerOptions options) {
        List<CallStep> steps = new ArrayList<>();
        AcsCaller.steps(options, AcsCallerTrack.of(options)).forEachRemaining(steps::add);
        return steps;
    }

    private static Stream<CallStep.Say> says(List<CallStep> steps) {
        return steps.stream().filter(CallStep.Say.class::isInstance).map(CallStep.Say.class::cast);
    }

    private static CallStep last(List<CallStep> steps) {
        return steps.get(steps.size() - 1);
    }

    /** The payloads of all frames but those in capitals. */
    private static Stream<JsonNode> audio(List<CallStep> steps) {
        return says(steps)
                .filter(say -> say.json().endsWith("}}"))
                .map(say -> parsed(say.json()).path("audioData"))
                .filter(frame -> frame.path("data").asText().length() == 856
                        || frame.path("silent").asBoolean());
    }

    /** Which frames are said, in their order, by what is in them; from 0. */
    private static List<Integer> frames(List<CallStep> steps) {
        return audio(steps).map(CallPlanTest::number).toList();
    }

    private static Instant time(List<CallStep> steps, int number) {
        return audio(steps)
                .filter(frame -> number(frame) == number)
                .map(frame -> Instant.parse(frame.path("timestamp").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static int number(JsonNode frame) {
        byte[] pcm = Base64.getDecoder().decode(frame.path("data").asText());
        return (pcm[0] & 0xff | (pcm[1] & 0xff) << 8) - 1;
    }

    private static List<Entry> entries(List<CallStep> steps) {
        List<Entry> entries = new ArrayList<>();
        for (CallStep step : steps) {
            if (step instanceof CallStep.Say say) {
                entries.addAll(say.entries());
            } else if (step instanceof CallStep.Note note) {
                entries.addAll(note.entries());
            }
        }
        return entries;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
