package dev.earshot.call;

import dev.earshot.realtime.SeedItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a session is told of its call before it hears: the newest of what was said and offered. Confined to the call's actor. */
public final class CallSoFar {
    private final Limits limits;
    private final Deque<SeedItem> items = new ArrayDeque<>();
    private int chars;

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
    void onSaid(String speaker, String text) {
        add(SeedItem.said(speaker, text, limits.chars()));
    }

    /** The coach has offered this. */
    void onOffered(String text) {
        add(SeedItem.offered(text, limits.chars()));
    }

    /** Oldest first. */
    List<SeedItem> items() {
        return List.copyOf(items);
    }

    private void add(SeedItem item) {
        items.add(item);
        chars += item.text().length();
        while (items.size() > limits.items() || chars > limits.chars()) {
            chars -= items.remove().text().length();
        }
    }
}
