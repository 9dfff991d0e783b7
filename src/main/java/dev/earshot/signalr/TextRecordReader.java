package dev.earshot.signalr;

import java.util.Arrays;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Records that end with 0x1E: the handshake and the JSON protocol. Every byte is looked at once. */
final class TextRecordReader implements RecordReader {

    static final char SEPARATOR = '\u001e';

    private final int maxRecordBytes;
    private byte[] held = new byte[0];
    /** The bytes not yet taken are {@code held[start, end)}; none of those before {@code scanned} is a separator. */
    private int start;

    private int scanned;
    private int end;

    /** @param maxRecordBytes size of the largest record accepted, without its separator */
    TextRecordReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void append(ByteString bytes) {
        makeRoom(bytes.size());
        bytes.copyToArray(held, end, bytes.size());
        end += bytes.size();
    }

    private void makeRoom(int more) {
        int pending = end - start;
        if (held.length - end >= more) {
            return;
        }
        byte[] target = held.length >= pending + more ? held : new byte[Math.max(2 * pending, pending + more)];
        System.arraycopy(held, start, target, 0, pending);
        held = target;
        scanned -= start;
        start = 0;
        end = pending;
    }

    @Override
    public Optional<ByteString> next() throws HubProtocolException {
        while (scanned < end && held[scanned] != SEPARATOR) {
            scanned++;
        }
        if (scanned - start > maxRecordBytes) {
            throw new HubProtocolException(
                    DisconnectCause.TOO_LARGE, "A record is larger than " + maxRecordBytes + " bytes");
        }
        if (scanned == end) {
            return Optional.empty();
        }
        ByteString record = ByteString.fromArray(Arrays.copyOfRange(held, start, scanned));
        scanned++;
        start = scanned;
        return Optional.of(record);
    }

    @Override
    public ByteString rest() {
        ByteString rest = ByteString.fromArray(Arrays.copyOfRange(held, start, end));
        start = end;
        scanned = end;
        return rest;
    }
}
