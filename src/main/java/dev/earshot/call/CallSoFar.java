package dev.earshot.call;

import dev.earshot.realtime.SeedItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session is told of its call before it hears: the newest of what was said and offered. Confined to the call's actor. */
public final class CallSoFar {
    private final Limits limits;
    private final List<Entry> entries = new ArrayList<>();
    private int chars;

    /** @param track whose words they are, null for the coach's */
    private record Entry(@Nullable String track, String text, SeedItem item) {}

    CallSoFar(Limits limits) {
        this.limits = limits;
    }

    /**
     * The model's context has an end, and speech needs most of it.
     *
     * @param items the most that is told; 0 tells nothing
     * @param chars the most characters in all of them
     */
    public record Limits(int items, int chars) {}

    /** Somebody on the call has said this. */
    void onSaid(String track, String speaker, String text) {
        add(new Entry(track, text, SeedItem.said(speaker, text, limits.chars())));
    }

    /** The coach has offered this. */
    void onOffered(String text) {
        add(new Entry(null, text, SeedItem.offered(text, limits.chars())));
    }

    /** All that was said on a track is this speaker's. */
    void onSpeaker(String track, String speaker) {
        entries.replaceAll(entry -> track.equals(entry.track())
                ? new Entry(track, entry.text(), SeedItem.said(speaker, entry.text(), limits.chars()))
                : entry);
        chars = entries.stream().mapToInt(entry -> entry.item().text().length()).sum();
        keepWithinLimits();
    }

    /** Oldest first. */
    List<SeedItem> items() {
        return entries.stream().map(Entry::item).toList();
    }

    private void add(Entry entry) {
        entries.add(entry);
        chars += entry.item().text().length();
        keepWithinLimits();
    }

    private void keepWithinLimits() {
        while (entries.size() > limits.items() || chars > limits.chars()) {
            chars -= entries.remove(0).item().text().length();
        }
    }
}
