package dev.earshot.simulator.speech;

/** A way of recognising speech, shared by all sessions of a process; every method may be called from any thread. */
public interface SpeechEngine {

    /** What the log and the ready line call it. */
    String name();

    /** Opens a recogniser, on the thread that will use it. {@code sampleRate}: samples a second, at least 16000. */
    SpeechRecognizer open(int sampleRate);
}
