package dev.earshot.audio;

/**
 * One track's audio as whoever listens to it sees it: readable from the settled position on, again and again, until it
 * is settled. Positions are samples on the track's own clock. Every method may be called from any thread.
 */
public interface TrackFeed {

    /** Samples a second of this track. */
    int sampleRate();

    /**
     * Starts reading at the settled position. An earlier reading of the same track ends here: it reads nothing more, so
     * that no sample goes to two listeners.
     *
     * @param onReadable called, on the writer's thread, whenever there may be more to read; must return at once
     */
    default Reading resume(Runnable onReadable) {
        return resume(0, onReadable);
    }

    /**
     * The same, where what lies between the settled position and {@code from} need not be heard by this listener: whoever
     * listened before still brings it to its end.
     *
     * @param from samples; earlier than what can still be read counts as that
     */
    Reading resume(long from, Runnable onReadable);

    /** All speech before {@code position} (samples) has its final transcript or was silence: it need not be heard again. */
    void settle(long position);

    /** One listener's way through the track. */
    interface Reading {

        /** The position, in samples, of the next sample that {@link #read} will give. */
        long position();

        /** Samples that could be read now; 0 once this reading has been superseded. */
        long available();

        /**
         * Takes the next samples and books them as appended.
         *
         * @param target receives 16-bit little-endian samples from index 0
         * @param maxSamples at most this many; {@code target} holds twice as many bytes
         * @return samples taken, 0 where there is nothing to read (now, or any more)
         */
        int read(byte[] target, int maxSamples);

        /**
         * The position of the first sample that the last {@link #read} gave. After it {@link #position} may already be
         * further on than what was given: unread samples may have had to make room.
         */
        long readFrom();

        /** The track has ended and everything in it was read by this reading. */
        boolean finished();
    }
}
