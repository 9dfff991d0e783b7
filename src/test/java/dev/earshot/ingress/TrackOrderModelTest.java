package dev.earshot.ingress;

import static dev.earshot.ingress.TimedCall.FRAME;
import static dev.earshot.ingress.TimedCall.FRAME_MICROS;
import static dev.earshot.ingress.TimedCall.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random streams against what a reader of the rules would expect, frame by frame. The seed is the test's parameter. */
@DisplayName("Any stream of frames")
class TrackOrderModelTest {

    private static final int FRAMES = 400;
    private static final int WINDOW_FRAMES = 3;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName(
            "with losses, repetitions and disorder is on the tape as the rules say, and its ledger names each of them")
    void asTheRulesSay(long seed) {
        TimedCall call = new TimedCall();
        Model model = new Model();
        for (int number : stream(new Random(seed))) {
            boolean inOrder = model.onFrame(number);
            long before = number == 0 ? 0 : call.track().tape().written();
            call.frames(number);
            long written = call.track().tape().written();
            if (inOrder) {
                assertThat(written).as("no wait for %s", number).isGreaterThan(before);
            }
            assertThat(written).isEqualTo((long) model.tape.size() * FRAME);
            model.check(call.books());
        }
        call.audio.end();
        model.flush();
        assertThat(call.heard()).isEqualTo(model.tape);
        model.check(call.books());
        assertThat(call.track().callMs(call.track().tape().written())).isEqualTo(model.tape.size() * 20L);
    }

    /** Frames in the order in which they come. What is done to them lies so far apart that it says one thing only. */
    private static List<Integer> stream(Random random) {
        record Sent(int number, double when) {}
        List<Sent> sent = new ArrayList<>();
        int quiet = 8;
        for (int number = 0; number < FRAMES; number++) {
            int deed = number < quiet ? 0 : random.nextInt(20);
            if (deed == 1) {
                int lost = 1 + random.nextInt(30);
                number += lost;
                sent.add(new Sent(number, number));
            } else if (deed == 2) {
                sent.add(new Sent(number, number));
                sent.add(new Sent(number, number + random.nextInt(60) + 0.6));
            } else if (deed == 3) {
                sent.add(new Sent(number, number + 1 + random.nextInt(WINDOW_FRAMES) + 0.5));
            } else if (deed == 4) {
                sent.add(new Sent(number, number + WINDOW_FRAMES + 1 + random.nextInt(40) + 0.5));
            } else {
                sent.add(new Sent(number, number));
            }
            quiet = deed >= 1 && deed <= 4 ? number + 8 : quiet;
        }
        return sent.stream()
                .sorted(Comparator.comparingDouble(Sent::when))
                .map(Sent::number)
                .toList();
    }

    /** The rules, in whole frames. */
    private static final class Model {
        private final List<Integer> tape = new ArrayList<>();
        private final TreeSet<Integer> waiting = new TreeSet<>();
        private final Set<Integer> silent = new HashSet<>();
        private final Map<MediaAnomaly, Long> seen = new HashMap<>();
        private long frames;
        private long gaps;

        boolean onFrame(int number) {
            frames++;
            boolean inOrder = number == tape.size() && waiting.isEmpty();
            if (number < tape.size()) {
                count(silent.contains(number) ? MediaAnomaly.LATE_FRAME : MediaAnomaly.DUPLICATE_FRAME);
            } else if (waiting.contains(number)) {
                count(MediaAnomaly.DUPLICATE_FRAME);
            } else {
                if (!waiting.isEmpty() && number < waiting.last()) {
                    count(MediaAnomaly.OUT_OF_ORDER);
                }
                waiting.add(number);
                drain();
            }
            while (waiting.size() > WINDOW_FRAMES) {
                giveUp();
            }
            return inOrder;
        }

        void flush() {
            while (!waiting.isEmpty()) {
                giveUp();
            }
        }

        private void giveUp() {
            gaps++;
            while (tape.size() < waiting.first()) {
                silent.add(tape.size());
                tape.add(-1);
            }
            drain();
        }

        private void drain() {
            while (!waiting.isEmpty() && waiting.first() == tape.size()) {
                tape.add(waiting.pollFirst());
            }
        }

        private void count(MediaAnomaly what) {
            seen.merge(what, 1L, Long::sum);
        }

        void check(AudioLedger.Track books) {
            assertThat(books.anomalies()).isEqualTo(seen);
            assertThat(books.frames()).isEqualTo(frames);
            assertThat(books.received()).isEqualTo(frames * FRAME);
            assertThat(books.gaps()).isEqualTo(gaps);
            assertThat(books.gapSamples()).isEqualTo((long) silent.size() * FRAME);
            assertThat(books.discarded().getOrDefault(DiscardReason.LATE, 0L))
                    .isEqualTo(FRAME * seen.getOrDefault(MediaAnomaly.LATE_FRAME, 0L));
            assertThat(books.discarded().getOrDefault(DiscardReason.DUPLICATE, 0L))
                    .isEqualTo(FRAME * seen.getOrDefault(MediaAnomaly.DUPLICATE_FRAME, 0L));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("whose timestamps only jitter loses nothing")
    void jitter(long seed) {
        Random random = new Random(seed);
        TimedCall call = new TimedCall();
        long jitter = 1_000L * (1 + random.nextInt(40));
        for (int number = 0; number < FRAMES; number++) {
            call.frameAt(number, T0 + number * FRAME_MICROS + (long) ((random.nextDouble() - 0.5) * 2 * jitter));
        }
        call.audio.end();
        assertThat(call.books().received()).isEqualTo((long) FRAMES * FRAME);
        assertThat(call.books().discarded()).as("jitter %s µs", jitter).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName(
            "of any length and any time, from any number of sockets, has a ledger that balances and a time that never runs back")
    void anything(long seed) {
        Random random = new Random(seed);
        TimedCall call = new TimedCall(TimingSettings.DEFAULT);
        long stamp = T0;
        long sent = 0;
        for (int number = 0; number < FRAMES; number++) {
            call.clockMs.addAndGet(random.nextInt(40));
            byte[] pcm = new byte[random.nextInt(4) == 0 ? random.nextInt(5_000) : 2 * FRAME];
            random.nextBytes(pcm);
            stamp = next(random, stamp);
            String participant = random.nextInt(5) == 0 ? "8:acs:b" : null;
            boolean silent = random.nextInt(10) == 0;
            call.port.frame(participant, stamp, silent, pcm, 0, pcm.length);
            sent += pcm.length / 2;
            if (random.nextInt(100) == 0) {
                call.dial();
            }
            check(call.audio.report());
        }
        call.audio.end();
        MediaReport report = call.audio.report();
        check(report);
        long received = report.ledger().tracks().stream()
                .mapToLong(AudioLedger.Track::received)
                .sum();
        assertThat(received).as("all that was sent, and silence without data").isGreaterThanOrEqualTo(sent);
    }

    private static long next(Random random, long stamp) {
        return switch (random.nextInt(40)) {
            case 0 -> stamp + random.nextInt(5_000_000);
            case 1 -> stamp - random.nextInt(3_000_000);
            case 2 -> stamp + random.nextLong(20_000_000_000L);
            case 3 -> stamp - random.nextLong(20_000_000_000L);
            case 4 -> stamp;
            case 5, 6 -> stamp + random.nextInt(80_000);
            default -> stamp + FRAME_MICROS;
        };
    }

    private static void check(MediaReport report) {
        assertThat(report.ledger().balances()).as("%s", report.ledger()).isTrue();
        for (AudioTrack track : report.tracks()) {
            AudioLedger.Track books = track.ledger();
            long refused = books.discarded().entrySet().stream()
                    .filter(reason -> reason.getKey() != DiscardReason.TAPE_FULL)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            assertThat(track.tape().written())
                    .isBetween(
                            books.received() - refused + books.gapSamples() - 3_000 * 4L,
                            books.received() - refused + books.gapSamples());
            long before = 0;
            for (long at = 0; at <= track.tape().written(); at += 1_000) {
                assertThat(track.callMs(at)).isGreaterThanOrEqualTo(before);
                before = track.callMs(at);
            }
        }
    }
}
