package dev.earshot.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording as it was read.
 *
 * @param records in the order in which it happened; the first is the head
 * @param cut why it is not whole, null where it is
 */
public record Recording(List<Entry> records, @Nullable String cut) {

    /** One record. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Entry(RecordKind kind, byte[] bytes) {
        RecordReader fields() {
            return new RecordReader(bytes);
        }

        /** When it was, in ns since the call began. Of those that have a moment, it is the first field. */
        long nanos() {
            return fields().number();
        }
    }

    public Recording {
        records = List.copyOf(records);
    }

    /** What the call was given. */
    public RecordedSettings given() {
        return head().given();
    }

    public String callId() {
        return head().callId();
    }

    Head head() {
        return Head.read(records.get(0).fields().text());
    }

    /**
     * Reads a whole file.
     *
     * @throws BrokenRecording where it is none, is of another version, or was altered; a file that merely ends too early is read
     *     as far as it goes
     */
    public static Recording read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int version = RecordingFormat.version(bytes);
        if (version < 0) {
            throw new BrokenRecording(file + " is no recording of a call");
        }
        if (version != RecordingFormat.VERSION) {
            throw new BrokenRecording(
                    file + " has version " + version + " of the format; this program reads " + RecordingFormat.VERSION);
        }
        List<Entry> records = new ArrayList<>();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        left.position(RecordingFormat.HEAD_BYTES);
        while (left.remaining() >= 4
                && left.remaining() - RecordingFormat.FRAME_BYTES >= left.getInt(left.position())) {
            records.add(next(file, left));
        }
        if (records.isEmpty() || records.get(0).kind() != RecordKind.HEAD) {
            throw new BrokenRecording(file + " does not say whose call it is: it ends before that");
        }
        return new Recording(records, cut(records.get(records.size() - 1).kind(), left.remaining()));
    }

    private static Entry next(Path file, ByteBuffer left) {
        int offset = left.position();
        int length = left.getInt();
        if (length < 1 || length > RecordingFormat.MAX_RECORD_BYTES) {
            throw new BrokenRecording(file + " is damaged at byte " + offset + ": a record cannot be so long");
        }
        byte[] record = new byte[length];
        left.get(record);
        if (left.getInt() != RecordingFormat.check(record, length)) {
            throw new BrokenRecording(file + " is damaged at byte " + offset + ": the checksum does not fit");
        }
        RecordKind kind = RecordKind.of(record[0]);
        if (kind == null) {
            throw new BrokenRecording(
                    file + " has a record of kind " + record[0] + ", which this version does not know");
        }
        return new Entry(kind, record);
    }

    private static @Nullable String cut(RecordKind last, int left) {
        return switch (last) {
            case END -> left == 0 ? null : left + " bytes follow its end";
            case OVERFLOW -> "the recorder could not keep up";
            case FULL -> "there was no room for more";
            default -> left == 0 ? "its end is missing" : "its last record is torn";
        };
    }
}
