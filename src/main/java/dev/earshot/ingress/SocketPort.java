package dev.earshot.ingress;

import org.jspecify.annotations.Nullable;

/** The one socket that holds it speaks through this; the call decides whether it still listens. */
final class SocketPort implements MediaPort {

    private final CallAudio audio;
    private volatile Runnable close = () -> {};
    private @Nullable PcmFormat format;
    private boolean announced;

    SocketPort(CallAudio audio) {
        this.audio = audio;
    }

    @Override
    public void opened(Runnable closeSocket) {
        close = closeSocket;
        SocketPort superseded = audio.onOpened(this);
        if (superseded != null) {
            superseded.close();
        }
    }

    /** Closes the socket, from any thread. */
    void close() {
        close.run();
    }

    @Override
    public void format(PcmFormat now) {
        if (announced && now.equals(format)) {
            anomaly(MediaAnomaly.METADATA_REPEATED);
        }
        announced = true;
        format = now;
        audio.onFormat(now);
    }

    @Override
    public void frame(
            @Nullable String participant, long timestampMicros, boolean silent, byte[] bytes, int from, int length) {
        if (length == 0 && !silent) {
            anomaly(MediaAnomaly.MISSING_DATA);
        } else {
            audio.onFrame(this, new MediaFrame(format(), participant, timestampMicros, silent, bytes, from, length));
        }
    }

    /** A socket that says nothing is taken to go on as the one before it did. */
    private PcmFormat format() {
        if (format == null) {
            anomaly(MediaAnomaly.METADATA_MISSING);
            format = audio.lastFormat();
        }
        return format;
    }

    @Override
    public void anomaly(MediaAnomaly cause) {
        audio.count(cause);
    }

    @Override
    public void closed(MediaEnd cause) {
        audio.onClosed(this, cause);
    }
}
