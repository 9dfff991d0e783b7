package dev.earshot.signalr;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * Records that begin with their length: seven bits in each byte, the lowest first, and the high bit of all but the last byte
 * is set. A length is believed only so far: no room is made before the bytes are there.
 */
final class BinaryRecordReader implements RecordReader {

    private static final int MAX_PREFIX_BYTES = 5;

    private final int maxRecordBytes;
    private final HeldBytes held = new HeldBytes();

    /** @param maxRecordBytes size of the largest record accepted, without its length */
    BinaryRecordReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void append(ByteString bytes) {
        held.append(bytes);
    }

    @Override
    public Optional<ByteString> next() throws HubProtocolException {
        long length = 0;
        for (int i = 0; i < held.size(); i++) {
            if (i == MAX_PREFIX_BYTES) {
                throw HubProtocolException.malformed("The length of a record does not end");
            }
            length |= (held.at(i) & 0x7fL) << (7 * i);
            if (length > maxRecordBytes) {
                throw HubProtocolException.tooLarge(maxRecordBytes);
            }
            if (held.at(i) >= 0) {
                return record(i + 1, (int) length);
            }
        }
        return Optional.empty();
    }

    private Optional<ByteString> record(int prefix, int length) {
        if (held.size() < prefix + length) {
            return Optional.empty();
        }
        held.take(prefix);
        return Optional.of(held.take(length));
    }

    @Override
    public ByteString rest() {
        return held.take(held.size());
    }

    /** A record with its length before it. */
    static ByteString framed(byte[] record) {
        byte[] framed = new byte[prefixBytes(record.length) + record.length];
        int at = 0;
        for (int rest = record.length; at == 0 || rest > 0; rest >>>= 7) {
            framed[at++] = (byte) (rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
        }
        System.arraycopy(record, 0, framed, at, record.length);
        return ByteString.fromArray(framed);
    }

    private static int prefixBytes(int length) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(length);
        return Math.max(1, (bits + 6) / 7);
    }
}
