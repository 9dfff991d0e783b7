package dev.earshot.simulator.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one realtime session hears, held against what left. Which call it hears its first tag says. A session that comes
 * after another begins with what that one had heard already: up to the newest of it, frames are re-heard.
 */
final class HeardSession implements TagReader.Listener {
    private final FrameBook book;
    private @Nullable CallFrames call;
    private int callNumber;
    private int newest = -1;
    private int newestOfEarlier = -1;
    private int nowMicros;

    HeardSession(FrameBook book) {
        this.book = book;
    }

    /** What is heard from here on arrived then. */
    void at(int micros) {
        nowMicros = micros;
    }

    /** Whether this session has heard which call it is. */
    boolean knowsItsCall() {
        return call != null;
    }

    @Override
    public void onTag(int tag) {
        CallFrames tagged = book.call(FrameTag.call(tag));
        int frame = tagged == null ? -1 : tagged.newestNumbered(FrameTag.frame(tag));
        if (tagged == null || frame < 0) {
            book.onUnreadable();
            return;
        }
        if (call == null) {
            call = tagged;
            callNumber = FrameTag.call(tag);
            newestOfEarlier = tagged.newestHeard();
        }
        if (callNumber != FrameTag.call(tag)) {
            book.onCrossTalk();
        } else {
            onFrame(tagged, frame);
        }
    }

    private void onFrame(CallFrames of, int frame) {
        boolean later = frame > newest;
        newest = Math.max(newest, frame);
        if (of.isHeard(frame)) {
            onAgain(frame, later);
            return;
        }
        if (!later) {
            book.onOutOfOrder();
        }
        book.onHeard(of, frame, nowMicros);
    }

    private void onAgain(int frame, boolean later) {
        if (later && frame <= newestOfEarlier) {
            book.onReheard();
        } else {
            book.onDuplicate();
        }
    }

    @Override
    public void onUnreadable() {
        book.onUnreadable();
    }

    @Override
    public void onSlip() {
        book.onSlip();
    }
}
