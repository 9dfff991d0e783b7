package dev.earshot.recorder;

import dev.earshot.realtime.RealtimeConnection;
import java.time.Duration;
import java.util.zip.CRC32C;

/** Writes what a session says to the service, and when its thread did what it was handed. */
final class RecordedConnection implements RealtimeConnection {

    private final int number;
    private final RealtimeConnection connection;
    private final LiveOrder order;
    private long questions;
    private boolean room;
    private long scheduled;

    RecordedConnection(int number, RealtimeConnection connection, LiveOrder order) {
        this.number = number;
        this.connection = connection;
        this.order = order;
    }

    @Override
    public void execute(Runnable task) {
        boolean fromLane = order.inLane();
        connection.execute(() -> order.onAudio(
                at -> new RecordWriter(RecordKind.SESSION_TASK)
                        .number(at)
                        .number(number)
                        .flag(fromLane),
                task));
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        long which = ++scheduled;
        connection.schedule(
                () -> order.onAudio(
                        at -> new RecordWriter(RecordKind.SESSION_SCHEDULED)
                                .number(at)
                                .number(number)
                                .number(which),
                        task),
                delay);
    }

    @Override
    public boolean writable() {
        questions++;
        boolean now = connection.writable();
        if (now != room) {
            room = now;
            order.write(record(RecordKind.SESSION_ROOM).number(questions).flag(now));
        }
        return now;
    }

    @Override
    public void send(String event) {
        order.write(record(RecordKind.SESSION_SENT).text(event));
        connection.send(event);
    }

    @Override
    public void append(byte[] pcm, int bytes) {
        order.write(record(RecordKind.SESSION_APPENDED).number(bytes).number(checksum(pcm, bytes)));
        connection.append(pcm, bytes);
    }

    static long checksum(byte[] pcm, int bytes) {
        CRC32C crc = new CRC32C();
        crc.update(pcm, 0, bytes);
        return crc.getValue();
    }

    @Override
    public void flush() {
        connection.flush();
    }

    @Override
    public void taken() {
        connection.taken();
    }

    @Override
    public void close() {
        order.write(record(RecordKind.SESSION_CLOSED));
        connection.close();
    }

    @Override
    public void abort(Throwable cause) {
        connection.abort(cause);
    }

    private RecordWriter record(RecordKind kind) {
        return new RecordWriter(kind).number(number);
    }
}
