package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes down, in order, what a connection tells: what it was in {@link #told} last, so that whoever sees it there has the rest. */
final class RecordingListener implements RealtimeTransport.Listener {

    static final Duration PATIENCE = Patience.LIMIT;

    final List<String> told = new CopyOnWriteArrayList<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<RealtimeTransport.ConnectionEnd> ends = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> untaken = new LinkedBlockingQueue<>();
    final AtomicInteger writable = new AtomicInteger();
    volatile @Nullable RuntimeException onTextThrows;

    @Override
    public void onOpened() {
        told.add("opened");
    }

    @Override
    public void onText(String text) {
        texts.add(text);
        untaken.add(text);
        told.add("text");
        if (onTextThrows != null) {
            throw onTextThrows;
        }
    }

    @Override
    public void onWritable() {
        writable.incrementAndGet();
    }

    @Override
    public void onEnded(RealtimeTransport.ConnectionEnd end) {
        ends.add(end);
        told.add("ended");
    }

    void awaitOpened() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("opened"));
    }

    RealtimeTransport.ConnectionEnd awaitEnd() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("ended"));
        assertThat(ends).hasSize(1);
        return ends.get(0);
    }
}
