package dev.earshot.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The body of an answer, which breaks off where nothing of it comes for too long: what a request waits for is its head alone. */
final class AwaitedBody extends FilterInputStream {

    private final Duration patience;
    private volatile boolean late;

    /** @param patience for each part of it */
    AwaitedBody(InputStream body, Duration patience) {
        super(body);
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        CompletableFuture<Void> part = new CompletableFuture<>();
        part.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(tooLate -> breakOff());
        int read;
        try {
            read = in.read(bytes, offset, length);
        } finally {
            part.complete(null);
        }
        if (late) {
            throw new IOException("Nothing came for " + patience);
        }
        return read;
    }

    private Void breakOff() {
        late = true;
        try {
            in.close();
        } catch (IOException e) {
            // whoever reads is told all the same
        }
        return null;
    }
}
