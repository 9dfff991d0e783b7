package dev.earshot.signalr;

/** An error whose message is meant for the client. The message of any other exception stays on the server. */
public final class HubException extends RuntimeException {

    public HubException(String message) {
        super(message);
    }
}
