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
 * Positions follow the call's clock: silence stands for what never arrived. It has positions, but is in no account. When the bound
 * is reached the oldest samples make room: one that nobody has read is discarded ({@link DiscardReason#TAPE_FULL}) and
 * the cursor moves on past it; one that was appended merely cannot be heard again. The same where all tapes together have used up
 * their memory ({@link DiscardReason#MEMORY_FULL}); what finds no room even so is discarded as it comes.
 */
public final class Tape implements TrackFeed {

    private static final byte[] ZEROS = new byte[8_192];

    private final int sampleRate;
    private final long maxSamples;
    private final long heardSilence;
    private final SampleStore store;
    private final LevelMeter meter;
    private final LoudWindows loudWindows;
    private final SampleBooks books;
    private final SilenceRuns silence = new SilenceRuns();

    private long settled;
    private long oldest;
    private long cursor;
    private long end;

    /** Appended samples between {@code settled} and {@code oldest}. */
    private long beyondRecall;

    private boolean ended;
    private volatile @Nullable Cursor reading;

    /**
     * An empty tape with memory of its own.
     *
     * @param bound the most that is kept, rounded down to whole samples
     */
    public Tape(int sampleRate, Duration bound) {
        this(sampleRate, bound, TimingSettings.DEFAULT.heardSilence(), TapeMemory.forTapes(1, bound));
    }

    /**
     * @param heardSilence a reader hears no more than the end of a silence that was put in, so long at most
     * @param memory shared with other tapes
     */
    Tape(int sampleRate, Duration bound, Duration heardSilence, TapeMemory memory) {
        this(sampleRate, bound, heardSilence, memory, new SampleBooks());
    }

    private Tape(int sampleRate, Duration bound, Duration heardSilence, TapeMemory memory, SampleBooks books) {
        this.books = books;
        this.sampleRate = sampleRate;
        this.maxSamples = Math.max(1, bound.toNanos() / 1_000 * sampleRate / 1_000_000);
        this.heardSilence = heardSilence.toMillis() * sampleRate / 1_000;
        this.store = new SampleStore(maxSamples, memory);
        this.meter = new LevelMeter(sampleRate);
        this.loudWindows = new LoudWindows(sampleRate, maxSamples);
    }

    /** An empty tape at another rate that carries on the accounts of this one, which must be as empty. */
    synchronized Tape atRate(int otherRate, Duration bound, Duration heard, TapeMemory memory) {
        return new Tape(otherRate, bound, heard, memory, books.carriedOn());
    }

    /** Writes one frame of {@code length} bytes (16-bit little-endian, an even number) and wakes the reader. */
    public void write(byte[] bytes, int from, int length) {
        append(bytes, from, length);
        wakeReader();
    }

    /** Like {@link #write}, but leaves it to the caller to wake the reader once it holds no lock. */
    synchronized void append(byte[] bytes, int from, int length) {
        books.onFrame();
        if (ended) {
            books.onRefused(length / 2, DiscardReason.CALL_ENDED);
        } else {
            put(bytes, from, length);
        }
    }

    /** Books one frame whose samples wait for others to come before them: received and held, but not on the tape yet. */
    synchronized void await(int samples) {
        books.onFrame();
        books.onWaiting(samples);
    }

    /** Appends a frame that waited. */
    synchronized void appendAwaited(byte[] bytes) {
        int samples = books.onWaited(bytes.length / 2);
        if (ended) {
            books.onRefused(samples, DiscardReason.CALL_ENDED);
        } else {
            put(bytes, 0, 2 * samples);
        }
    }

    /** Puts in silence for what never arrived; returns how much, which is nothing after the end. */
    synchronized long appendSilence(long samples) {
        if (ended || samples <= 0) {
            return 0;
        }
        silence.add(end, end + samples);
        for (long left = 2 * samples; left > 0; left -= ZEROS.length) {
            put(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
        return samples;
    }

    private void put(byte[] bytes, int from, int length) {
        meter.add(bytes, from, length);
        loudWindows.add(bytes, from, length);
        int at = from;
        int left = length;
        while (left > 0) {
            int piece = (int) Math.min(left, 2 * maxSamples);
            forgetBefore(end + piece / 2 - maxSamples, DiscardReason.TAPE_FULL);
            if (hasMemory(piece / 2)) {
                store.put(end, bytes, at, piece / 2);
                end += piece / 2;
            } else {
                end += piece / 2;
                forgetBefore(end, DiscardReason.MEMORY_FULL);
            }
            at += piece;
            left -= piece;
        }
    }

    /** Books one frame that arrived and will never be on the tape. */
    synchronized void discard(int samples, DiscardReason reason) {
        books.onFrame();
        books.onRefused(samples, reason);
    }

    /** Books a part of a frame, the rest of which is appended. */
    synchronized void discardPart(int samples, DiscardReason reason) {
        books.onRefused(samples, reason);
    }

    /** Must be called without a lock: the reader runs its own code here. */
    void wakeReader() {
        Cursor current = reading;
        if (current != null) {
            current.onReadable.run();
        }
    }

    /** Makes sure of the memory for so many more samples, out of its own if need be. */
    private boolean hasMemory(int samples) {
        while (!store.reserve(end, samples)) {
            if (SampleStore.chunkEnd(oldest) > end) {
                return false;
            }
            forgetBefore(SampleStore.chunkEnd(oldest), DiscardReason.MEMORY_FULL);
        }
        return true;
    }

    private void forgetBefore(long position, DiscardReason reason) {
        if (position <= oldest) {
            return;
        }
        beyondRecall += received(oldest, Math.min(position, cursor));
        if (position > cursor) {
            books.onDropped(received(cursor, position), reason);
            cursor = position;
        }
        store.release(oldest, position);
        oldest = position;
        silence.forgetBefore(Math.min(settled, oldest));
    }

    /** How many of the samples from {@code from} until {@code to} were received, rather than put in. */
    private long received(long from, long to) {
        return silence.end() <= from ? to - from : to - from - silence.between(from, to);
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
            beyondRecall += received(oldest, cursor);
            books.onDropped(received(cursor, end), reason);
            books.onWaitingGivenUp(reason);
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
        long unretained = received(Math.min(oldest, Math.max(from, settled)), oldest);
        long lost = Math.min(beyondRecall, unretained);
        books.onToBeReadAgain(received(start, cursor) + lost);
        books.onDropped(lost, DiscardReason.NOT_RETAINED);
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
        beyondRecall -= Math.min(beyondRecall, received(settled, target));
        settled = target;
        if (target > oldest) {
            store.release(oldest, target);
            oldest = target;
        }
        silence.forgetBefore(Math.min(settled, oldest));
    }

    /** The position, in samples, that the next frame gets. */
    public synchronized long written() {
        return end;
    }

    /** Every sample that ever arrived for this track. */
    public synchronized long received() {
        return end - silence.samples() + books.untaped() + books.waiting();
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

    /** Received samples that wait to be read. */
    public synchronized long held() {
        return received(cursor, end) + books.waiting();
    }

    /** Whether any of the samples from {@code from} until {@code to} was put in for what never arrived. */
    synchronized boolean hasSilence(long from, long to) {
        return silence.between(from, to) > 0;
    }

    /** Whether the samples from {@code position} on are retained, and are these. */
    synchronized boolean has(long position, byte[] bytes, int from, int samples) {
        return retains(position, samples) && store.matches(position, bytes, from, samples);
    }

    /** Whether so many samples from {@code position} on can still be read. */
    synchronized boolean retains(long position, int samples) {
        return position >= oldest && position + samples <= end;
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
        return new Accounts(
                books.frames(),
                received(),
                held(),
                books.appended(),
                books.discarded(),
                silence.runs(),
                silence.samples());
    }

    record Accounts(
            long frames,
            long received,
            long held,
            long appended,
            Map<DiscardReason, Long> discarded,
            long gaps,
            long gapSamples) {}

    private synchronized int read(Cursor reader, byte[] target, int maxSamples) {
        int samples = (int) Math.min(available(reader), maxSamples);
        if (samples > 0 && silence.end() > cursor) {
            cursor = silence.skipFrom(cursor, heardSilence);
            samples =
                    (int) Math.min(Math.min(samples, end - cursor), silence.nextLonger(cursor, heardSilence) - cursor);
        }
        reader.readFrom = cursor;
        store.get(cursor, target, samples);
        books.onAppended(received(cursor, cursor + samples));
        cursor += samples;
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
