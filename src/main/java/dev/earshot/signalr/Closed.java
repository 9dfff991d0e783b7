package dev.earshot.signalr;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end. */
record Closed(ConnectionContext context, DisconnectCause cause) implements ConnectionState {

    private static final Logger log = LoggerFactory.getLogger(Closed.class);

    @Override
    public ConnectionState onSocketEnded() {
        return this;
    }

    @Override
    public void onStopped() {
        log.atInfo()
                .addKeyValue("connection", context.connectionId())
                .addKeyValue("cause", cause.wireName())
                .log("A hub connection ended");
    }
}
