package dev.earshot.ingress;

import dev.earshot.audio.TrackFeed;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The bounded memory of one track's samples, and the accounts on them. One writer (whoever carries the media stream),
 * one reader at a time, and any thread may look.
 *
 * <pre>
 *   0        settled       oldest            cursor              end
 *   ├───────────┼─────────────┼─────────────────┼──────────────────┤▶ written here
 *     forgotten    no longer      appended, and       held
 *                  retained       may be held again
 * </pre>
 *
 * When the bound is reached the oldest samples make room: one that nobody has read is discarded
 * ({@link DiscardReason#TAPE_FULL}) and the cursor moves on past it; one that was appended merely cannot be heard again.
 */
public final class Tape implements TrackFeed {

    private final int sampleRate;
    private final long maxSamples;
    private final SampleStore store;
    private final LevelMeter meter;
    private final LoudWindows loudWindows;
    private final DiscardAccounts discarded;

    private long settled;
    private long oldest;
    private long cursor;
    private long end;
    private long frames;
    private long appended;

    /** Received samples that have no position: they were discarded on arrival. */
    private long untaped;

    /** Appended samples between {@code settled} and {@code oldest}. */
    private long beyondRecall;

    private boolean ended;
    private volatile @Nullable Cursor reading;

    /**
     * An empty tape.
     *
     * @param bound the most that is kept, rounded down to whole samples
     */
    public Tape(int sampleRate, Duration bound) {
        this(sampleRate, bound, new DiscardAccounts());
    }

    private Tape(int sampleRate, Duration bound, DiscardAccounts discarded) {
        this.discarded = discarded;
        this.sampleRate = sampleRate;
        this.maxSamples = Math.max(1, bound.toNanos() / 1_000 * sampleRate / 1_000_000);
        this.store = new SampleStore(maxSamples);
        this.meter = new LevelMeter(sampleRate);
        this.loudWindows = new LoudWindows(sampleRate, maxSamples);
    }

    /** An empty tape at another rate that carries on the accounts of this one, which must be as empty. */
    synchronized Tape atRate(int otherRate, Duration bound) {
        Tape other = new Tape(otherRate, bound, discarded.copy());
        other.frames = frames;
        other.untaped = untaped;
        return other;
    }

    /** Writes one frame of {@code length} bytes (16-bit little-endian, an even number) and wakes the reader. */
    public void write(byte[] bytes, int from, int length) {
        append(bytes, from, length);
        wakeReader();
    }

    /** Like {@link #write}, but leaves it to the caller to wake the reader once it holds no lock. */
    synchronized void append(byte[] bytes, int from, int length) {
        if (ended) {
            discard(length / 2, DiscardReason.CALL_ENDED);
            return;
        }
        frames++;
        meter.add(bytes, from, length);
        loudWindows.add(bytes, from, length);
        int at = from;
        int left = length;
        while (left > 0) {
            int piece = (int) Math.min(left, 2 * maxSamples);
            makeRoom(piece / 2);
            store.put(end, bytes, at, piece / 2);
            end += piece / 2;
            at += piece;
            left -= piece;
        }
    }

    /** Books one frame that arrived and will never be on the tape. */
    synchronized void discard(int samples, DiscardReason reason) {
        frames++;
        untaped += samples;
        discarded.book(samples, reason);
    }

    /** Must be called without a lock: the reader runs its own code here. */
    void wakeReader() {
        Cursor current = reading;
        if (current != null) {
            current.onReadable.run();
        }
    }

    private void makeRoom(int samples) {
        forgetBefore(end + samples - maxSamples);
    }

    private void forgetBefore(long position) {
        if (position <= oldest) {
            return;
        }
        beyondRecall += Math.min(position, cursor) - oldest;
        if (position > cursor) {
            discarded.book(position - cursor, DiscardReason.TAPE_FULL);
            cursor = position;
        }
        store.release(oldest, position);
        oldest = position;
    }

    /** No more will be written; whoever still writes finds it booked as {@link DiscardReason#CALL_ENDED}. */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        wakeReader();
    }

    /** Gives up on all that is held, at the end of the call or of the last session. */
    public void discardHeld(DiscardReason reason) {
        synchronized (this) {
            beyondRecall += cursor - oldest;
            discarded.book(end - cursor, reason);
            store.releaseAll();
            oldest = end;
            cursor = end;
        }
        wakeReader();
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public synchronized Reading resume(long from, Runnable onReadable) {
        long start = Math.max(oldest, Math.min(from, cursor));
        long lost = Math.max(0, Math.min(beyondRecall, oldest - Math.max(from, settled)));
        appended -= cursor - start + lost;
        discarded.book(lost, DiscardReason.NOT_RETAINED);
        beyondRecall -= lost;
        if (reading != null) {
            reading.leftAt = cursor;
        }
        cursor = start;
        Cursor next = new Cursor(onReadable);
        reading = next;
        return next;
    }

    @Override
    public synchronized void settle(long position) {
        long target = Math.min(position, cursor);
        if (target <= settled) {
            return;
        }
        beyondRecall -= Math.min(beyondRecall, target - settled);
        settled = target;
        if (target > oldest) {
            store.release(oldest, target);
            oldest = target;
        }
    }

    /** The position, in samples, that the next frame gets. */
    public synchronized long written() {
        return end;
    }

    /** Every sample that ever arrived for this track. */
    public synchronized long received() {
        return end + untaped;
    }

    /** The position, in samples, of the next sample to be read. */
    public synchronized long cursor() {
        return cursor;
    }

    /** The position, in samples, that a new reading would have to hear again from, if all of it were retained. */
    public synchronized long settled() {
        return settled;
    }

    /** The position, in samples, of the oldest sample that can still be read. */
    public synchronized long oldestRetained() {
        return oldest;
    }

    /** Samples that wait to be read. */
    public synchronized long held() {
        return end - cursor;
    }

    /** Loudness (RMS) of the newest fifth of a second on the tape, in dBFS; −96 for silence. */
    public synchronized double levelDb() {
        return meter.levelDb();
    }

    /**
     * Where the first tenth of a second that was loud (RMS without its mean above −50 dBFS) begins, of those that overlap
     * the samples from {@code from} until {@code to}. Empty where all of these are quiet, or not retained any more.
     */
    public synchronized OptionalLong firstLoud(long from, long to) {
        return loudWindows.first(Math.max(from, oldest), Math.min(to, end));
    }

    /** All accounts at one instant. */
    synchronized Accounts accounts() {
        return new Accounts(frames, end + untaped, end - cursor, appended, discarded.snapshot());
    }

    record Accounts(long frames, long received, long held, long appended, Map<DiscardReason, Long> discarded) {}

    private synchronized int read(Cursor reader, byte[] target, int maxSamples) {
        int samples = (int) Math.min(available(reader), maxSamples);
        reader.readFrom = cursor;
        store.get(cursor, target, samples);
        cursor += samples;
        appended += samples;
        return samples;
    }

    private synchronized long available(Cursor reader) {
        return reader == reading ? end - cursor : 0;
    }

    private synchronized boolean finished(Cursor reader) {
        return reader == reading && ended && cursor == end;
    }

    private synchronized long position(Cursor reader) {
        return reader == reading ? cursor : reader.leftAt;
    }

    private final class Cursor implements Reading {

        private final Runnable onReadable;
        private long leftAt;
        private long readFrom;

        private Cursor(Runnable onReadable) {
            this.onReadable = onReadable;
        }

        @Override
        public long position() {
            return Tape.this.position(this);
        }

        @Override
        public long available() {
            return Tape.this.available(this);
        }

        @Override
        public int read(byte[] target, int maxSamples) {
            return Tape.this.read(this, target, maxSamples);
        }

        @Override
        public long readFrom() {
            synchronized (Tape.this) {
                return readFrom;
            }
        }

        @Override
        public boolean finished() {
            return Tape.this.finished(this);
        }
    }
}
