package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/** Records that end with 0x1E: the handshake and the JSON protocol. Every byte is looked at once. */
final class TextRecordReader implements RecordReader {

    static final char SEPARATOR = '\u001e';

    private final int maxRecordBytes;
    private final HeldBytes held = new HeldBytes();
    /** None of so many bytes is a separator. */
    private int scanned;

    /** @param maxRecordBytes size of the largest record accepted, without its separator */
    TextRecordReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void append(ByteString bytes) {
        held.append(bytes);
    }

    @Override
    public Optional<ByteString> next() throws HubProtocolException {
        while (scanned < held.size() && held.at(scanned) != SEPARATOR) {
            scanned++;
        }
        if (scanned > maxRecordBytes) {
            throw HubProtocolException.tooLarge(maxRecordBytes);
        }
        if (scanned == held.size()) {
            return Optional.empty();
        }
        ByteString record = held.take(scanned);
        held.take(1);
        scanned = 0;
        return Optional.of(record);
    }

    @Override
    public ByteString rest() {
        scanned = 0;
        return held.take(held.size());
    }
}
