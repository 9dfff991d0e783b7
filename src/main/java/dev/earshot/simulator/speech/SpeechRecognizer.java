package dev.earshot.simulator.speech;

/**
 * Hears one turn of speech after the other. Not thread-safe: opened, used and closed on one thread, and never called after
 * {@link #close()}.
 */
public interface SpeechRecognizer extends AutoCloseable {

    /** A turn begins. {@code positionMs}: where its first sample lies on the session's audio clock, in milliseconds. */
    void begin(long positionMs);

    /** More of the turn: the first {@code length} bytes are 16-bit little-endian samples. */
    void accept(byte[] pcm, int length);

    /** The words so far, single spaces between them; later calls may revise them. */
    String partial();

    /** The turn is over: its words, "" where there were none. The next call is {@link #begin} or {@link #close}. */
    String finish();

    @Override
    void close();
}
