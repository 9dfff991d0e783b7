package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes down, in order, what a connection tells. */
final class RecordingListener implements RealtimeTransport.Listener {

    static final Duration PATIENCE = Duration.ofSeconds(20);

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
        told.add("text");
        texts.add(text);
        untaken.add(text);
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
        told.add("ended");
        ends.add(end);
    }

    void awaitOpened() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told).contains("opened"));
    }

    RealtimeTransport.ConnectionEnd awaitEnd() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ends).hasSize(1));
        return ends.get(0);
    }
}
