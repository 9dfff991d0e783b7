package dev.earshot.transcript.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Reads the records of a file one after the other, and stops before the first that is not whole. */
final class SpillReader {

    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final long end;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
    private long position;

    /** Begins at {@code position}, where a record does. */
    SpillReader(FileChannel file, long position) throws IOException {
        this.file = file;
        this.position = position;
        this.end = file.size();
    }

    /** The next record, whose payload is good until the one after it is read; null at the end, or where none is whole. */
    @Nullable
    SpillRecord next() throws IOException {
        if (!fill(SpillRecord.HEADER)) {
            return null;
        }
        int start = buffer.position();
        int length = buffer.getInt(start);
        if (length < 0 || length > SpillRecord.MAX_PAYLOAD || !fill(SpillRecord.HEADER + length)) {
            return null;
        }
        start = buffer.position();
        if (buffer.getInt(start + 4) != SpillRecord.crc(buffer, start, length)) {
            return null;
        }
        SpillRecord record = new SpillRecord(buffer.get(start + 8), buffer.slice(start + SpillRecord.HEADER, length));
        if (!record.wellFormed()) {
            return null;
        }
        buffer.position(start + SpillRecord.HEADER + length);
        position += SpillRecord.HEADER + length;
        return record;
    }

    /** The end of the last record that was read. */
    long position() {
        return position;
    }

    /** Brings at least so many bytes into the buffer, if the file has them. */
    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (end - position < bytes) {
            return false;
        }
        ByteBuffer next = ByteBuffer.allocate(Math.max(CHUNK, bytes)).put(buffer);
        long from = position + next.position();
        while (next.position() < bytes) {
            int read = file.read(next, from);
            if (read < 0) {
                return false;
            }
            from += read;
        }
        buffer = next.flip();
        return true;
    }
}
