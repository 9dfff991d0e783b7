package dev.earshot.simulator.speech;

/** Speech cannot be recognised this way here; the message says why, fit to be shown to a person. */
public final class SpeechUnavailableException extends Exception {

    public SpeechUnavailableException(String message) {
        super(message);
    }

    public SpeechUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
