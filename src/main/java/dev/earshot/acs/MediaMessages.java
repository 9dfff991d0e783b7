package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;

/** What one media socket brings, message by message, told to its port. */
public final class MediaMessages {

    private final MediaMessageDecoder decoder = new MediaMessageDecoder();
    private final MediaPort port;

    public MediaMessages(MediaPort port) {
        this.port = port;
    }

    /** A whole message; lent until this returns. */
    public void onMessage(byte[] bytes, int length) {
        port.received(bytes, length);
        MediaMessage message = decoder.decode(bytes, 0, length);
        if (message instanceof MediaMessage.Audio audio) {
            port.frame(audio.participant(), audio.timestampMicros(), audio.silent(), audio.data(), 0, audio.length());
        } else if (message instanceof MediaMessage.Metadata metadata) {
            port.format(metadata.format());
        } else if (message instanceof MediaMessage.Unusable unusable) {
            port.anomaly(unusable.cause());
        }
    }
}
