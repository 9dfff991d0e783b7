package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.PolyphaseResampler;
import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The outgoing side of a session")
class AppenderTest {
    private static final int ALL = FakeConnection.ALL;

    private final List<String> told = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private final FakeConnection connection = new FakeConnection(time::schedule, null);
    private final Appender appender = start();

    @Test
    @DisplayName("sends events and no audio before the gate opens")
    void closedGate() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        feed.write(4800);
        appender.send("{\"type\":\"session.update\"}");
        time.pass(Duration.ofMinutes(1));

        assertThat(connection.received).containsExactly("{\"type\":\"session.update\"}");
        assertThat(feed.readings).as("nobody has begun to read").isZero();
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("sends what waits on the tape as soon as the gate opens, a chunk at a time")
    void chunks() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        feed.write(6000);
        open(feed);
        assertThat(sizes()).as("a tenth of a second is one burst").containsExactly(2400);
        time.pass(Duration.ofSeconds(1));

        assertThat(sizes()).containsExactly(2400, 2400, 1200);
        assertThat(told).containsExactly("appending 0 at 0");
    }

    @Test
    @DisplayName("lets events overtake audio that waits")
    void eventsFirst() {
        FakeFeed feed = new FakeFeed(24_000);
        feed.write(4800);
        open(feed);
        appender.send("one");
        appender.send("two");
        connection.request(3);

        assertThat(connection.received).hasSize(3).startsWith("one", "two");
        assertThat(Samples.isAppend(connection.received.get(2))).isTrue();
    }

    @Test
    @DisplayName("leaves on the tape what the connection does not ask for")
    void noDemand() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(1);
        open(feed);
        for (int frame = 0; frame < 100; frame++) {
            feed.write(480);
            time.pass(Duration.ofMillis(20));
        }
        assertThat(sizes()).containsExactly(480);
        assertThat(feed.available()).isEqualTo(99 * 480);
        connection.request(1);

        assertThat(sizes()).as("one is asked for, one chunk is read").containsExactly(480, 2400);
        assertThat(feed.available()).isEqualTo(99 * 480 - 2400);
    }

    @Test
    @DisplayName("never makes live audio wait")
    void live() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        open(feed);
        for (int frame = 1; frame <= 500; frame++) {
            feed.write(480);
            assertThat(connection.received).hasSize(frame);
            time.pass(Duration.ofMillis(20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("appends a backlog at no more than three times real time, over any window, and at about that")
    void backlog(long seed) {
        Random random = new Random(seed);
        FakeFeed feed = new FakeFeed(16_000);
        connection.request(ALL);
        feed.write(160_000);
        long from = time.nanoTime();
        List<long[]> read = new ArrayList<>();
        open(feed);
        while (feed.available() > 0) {
            read.add(new long[] {time.nanoTime() - from, 160_000 - feed.available()});
            time.pass(Duration.ofMillis(1 + random.nextInt(40)));
        }
        for (long[] begin : read) {
            for (long[] end : read) {
                if (end[0] > begin[0]) {
                    double bound = 1600 + 3 * 16_000 * (end[0] - begin[0]) / 1e9;
                    assertThat(end[1] - begin[1]).as("seed %d", seed).isLessThanOrEqualTo((long) bound + 1);
                }
            }
        }
        assertThat((time.nanoTime() - from) / 1e9)
                .as("ten seconds take a third of that")
                .isBetween(3.2, 4.2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("passes 24 kHz through as it is, however it was cut into frames")
    void passesThrough(long seed) {
        assertThat(Samples.joined(heardOf(24_000, seed))).isEqualTo(Samples.counting(0, 50_000));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("gives of 16 kHz what one resampler makes of the whole, its tail included, however it was cut")
    void resamples(long seed) {
        assertThat(Samples.joined(heardOf(16_000, seed))).isEqualTo(Samples.resampled(Samples.counting(0, 50_000)));
    }

    @Test
    @DisplayName("sends the resampler's tail before it says that the track has been sent, and where that ended")
    void endOfTrack() {
        FakeFeed feed = new FakeFeed(16_000);
        connection.request(1);
        feed.write(1000);
        open(feed);
        feed.end();
        assertThat(told).containsExactly("appending 0 at 0");
        connection.request(1);

        assertThat(told).containsExactly("appending 0 at 0", "all sent until 1000");
        assertThat(Samples.joined(connection.received)).hasSize(2 * (1500 + PolyphaseResampler.DELAY_OUTPUT_SAMPLES));
    }

    @Test
    @DisplayName("says once that the track has been sent, and sends events as before")
    void afterTheEnd() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        open(feed);
        feed.end();
        feed.end();
        appender.send("commit");
        time.pass(Duration.ofSeconds(10));

        assertThat(told).as("there was nothing to hear").containsExactly("all sent until 0");
        assertThat(connection.received).containsExactly("commit");
    }

    @Test
    @DisplayName("says which audio was skipped before it sends what comes after, in samples of the session")
    void skipped() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        feed.write(1000);
        open(feed);
        feed.write(500);
        feed.skip(500);
        feed.write(700);
        time.pass(Duration.ofSeconds(1));

        assertThat(told).containsExactly("appending 0 at 0", "appending 1500 at 2000");
        assertThat(Samples.joined(connection.received))
                .isEqualTo(concat(Samples.counting(0, 1500), Samples.counting(2000, 700)));
    }

    @Test
    @DisplayName("counts a skip in what was sent, which is as much as was read")
    void skippedWhileResampling() {
        FakeFeed feed = new FakeFeed(16_000);
        connection.request(ALL);
        feed.write(1600);
        open(feed);
        feed.skip(16_000);
        feed.write(1600);
        time.pass(Duration.ofSeconds(1));

        assertThat(told).containsExactly("appending 0 at 0", "appending 2400 at 17600");
        assertThat(Samples.of(connection.received.get(0))).hasSize(2 * 2400);
    }

    @Test
    @DisplayName("begins where the reading begins")
    void resumes() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        feed.write(480);
        feed.cursor = 240;
        open(feed);

        assertThat(told).containsExactly("appending 0 at 240");
        assertThat(Samples.joined(connection.received)).isEqualTo(Samples.counting(240, 240));
    }

    @Test
    @DisplayName("hears one track: a second opening of the gate changes nothing")
    void opensOnce() {
        FakeFeed first = new FakeFeed(24_000);
        FakeFeed second = new FakeFeed(24_000);
        connection.request(ALL);
        open(first);
        open(second);
        second.write(480);

        assertThat(connection.received).isEmpty();
        assertThat(second.readings).isZero();
    }

    @Test
    @DisplayName("sends nothing more of a reading that another has taken over")
    void superseded() {
        FakeFeed feed = new FakeFeed(24_000);
        connection.request(ALL);
        open(feed);
        feed.resume(() -> {});
        feed.write(480);
        feed.wake();
        feed.end();
        time.pass(Duration.ofSeconds(1));

        assertThat(connection.received).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("completes once the events that wait are sent, and reads no more audio")
    void completes() {
        FakeFeed feed = new FakeFeed(24_000);
        feed.write(4800);
        open(feed);
        appender.send("last");
        appender.complete();
        assertThat(connection.closed()).isFalse();
        connection.request(2);

        assertThat(connection.received).containsExactly("last");
        assertThat(connection.closed()).isTrue();
    }

    @Test
    @DisplayName("fails when the connection takes no events, rather than keep them without end")
    void bounded() {
        for (int event = 0; event < 16; event++) {
            appender.send("event " + event);
        }
        assertThat(connection.failure()).isNull();
        appender.send("one too many");

        assertThat(connection.failure()).hasMessageContaining("takes no events");
    }

    /** 50 000 samples, written in frames of every size with pauses, read by a connection that asks now and then. */
    private List<String> heardOf(int rate, long seed) {
        Random random = new Random(seed);
        FakeFeed feed = new FakeFeed(rate);
        open(feed);
        while (feed.end < 50_000) {
            feed.write(Math.min(1 + random.nextInt(random.nextBoolean() ? 20 : 4000), (int) (50_000 - feed.end)));
            connection.request(random.nextInt(3));
            time.pass(Duration.ofMillis(random.nextInt(60)));
        }
        feed.end();
        connection.request(ALL);
        time.pass(Duration.ofSeconds(5));
        assertThat(told).last().isEqualTo("all sent until 50000");
        return connection.received;
    }

    private void open(TrackFeed feed) {
        appender.openGate(feed);
    }

    private Appender start() {
        Appender.Listener listener = new Appender.Listener() {
            @Override
            public void onAppending(long sent, long position) {
                told.add("appending " + sent + " at " + position);
            }

            @Override
            public void onTrackAppended(long position) {
                told.add("all sent until " + position);
            }

            @Override
            public void onGateClosed(long position) {
                told.add("closed at " + position);
            }
        };
        Appender.Limits limits = new Appender.Limits(3.0, Duration.ofMillis(100), 16);
        Appender started = new Appender(limits, connection, listener, time::nanoTime);
        connection.whenWritable(started::onWritable);
        return started;
    }

    private List<Integer> sizes() {
        return connection.received.stream()
                .map(event -> Samples.of(event).length / 2)
                .toList();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** A track of counting samples that can lose some unread ones. */
    private static final class FakeFeed implements TrackFeed {
        private final int rate;
        private int readings;
        private long cursor;
        private long end;
        private boolean ended;
        private @Nullable Cursor current;

        FakeFeed(int rate) {
            this.rate = rate;
        }

        void write(int samples) {
            synchronized (this) {
                end += samples;
            }
            wake();
        }

        /** Samples that were there and had to make room before anybody read them. */
        void skip(int samples) {
            synchronized (this) {
                end += samples;
                cursor = end;
            }
        }

        void end() {
            synchronized (this) {
                ended = true;
            }
            wake();
        }

        void wake() {
            Cursor reader = current;
            if (reader != null) {
                reader.onReadable.run();
            }
        }

        synchronized long available() {
            return end - cursor;
        }

        @Override
        public int sampleRate() {
            return rate;
        }

        @Override
        public synchronized Reading resume(long from, Runnable onReadable) {
            readings++;
            current = new Cursor(onReadable);
            return current;
        }

        @Override
        public void settle(long position) {
            throw new AssertionError("a session settles nothing");
        }

        private final class Cursor implements Reading {
            private final Runnable onReadable;
            private long readFrom;

            Cursor(Runnable onReadable) {
                this.onReadable = onReadable;
            }

            @Override
            public long position() {
                synchronized (FakeFeed.this) {
                    return cursor;
                }
            }

            @Override
            public long available() {
                return this == current ? FakeFeed.this.available() : 0;
            }

            @Override
            public int read(byte[] target, int maxSamples) {
                synchronized (FakeFeed.this) {
                    int samples = (int) Math.min(available(), maxSamples);
                    System.arraycopy(Samples.counting(cursor, samples), 0, target, 0, 2 * samples);
                    readFrom = cursor;
                    cursor += samples;
                    return samples;
                }
            }

            @Override
            public long readFrom() {
                return readFrom;
            }

            @Override
            public boolean finished() {
                synchronized (FakeFeed.this) {
                    return this == current && ended && cursor == end;
                }
            }
        }
    }
}
