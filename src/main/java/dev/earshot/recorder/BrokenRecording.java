package dev.earshot.recorder;

/** A file is no recording, or not as it was written. The message is all that a reader needs. */
public final class BrokenRecording extends RuntimeException {
    BrokenRecording(String message) {
        super(message);
    }
}
