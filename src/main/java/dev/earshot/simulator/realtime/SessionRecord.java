package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What one session has seen, for whoever tests a client against it. Every method may be called from any thread. */
public final class SessionRecord {

    private static final int MOST_EVENTS = 50_000;

    private final String id;
    private final int number;
    private final int keptPcmBytes;
    private final int keptEvents;
    private final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    private final List<String> eventTypes = new ArrayList<>();
    private final List<JsonNode> updates = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private long appendedSamples;
    private int appendsBeforeConfigured;
    private boolean configured;
    private boolean closed;

    SessionRecord(String id, int number, int keptPcmBytes, int keptEvents) {
        this.id = id;
        this.number = number;
        this.keptPcmBytes = keptPcmBytes;
        this.keptEvents = keptEvents;
    }

    /** {@code sess_…}. */
    public String id() {
        return id;
    }

    /** The number of its connection attempt, 1 for the first; refused attempts count too. */
    public int number() {
        return number;
    }

    /** Samples appended, at 24 kHz. */
    public synchronized long appendedSamples() {
        return appendedSamples;
    }

    /** The first bytes that were appended, as many as the settings keep. */
    public synchronized byte[] receivedPcm() {
        return pcm.toByteArray();
    }

    /** Appends that came before {@code session.updated} was sent. */
    public synchronized int appendsBeforeConfigured() {
        return appendsBeforeConfigured;
    }

    /** Types of the client's events, in order; the first {@value #MOST_EVENTS}. */
    public synchronized List<String> clientEventTypes() {
        return List.copyOf(eventTypes);
    }

    /** The {@code session.update} events, whole, in order. */
    public synchronized List<JsonNode> updates() {
        return List.copyOf(updates);
    }

    /** The client's events as they came, in order; the first ones, as many as the settings keep. */
    public synchronized List<String> received() {
        return List.copyOf(received);
    }

    /** This server's events as they went out, in order; the first ones, as many as the settings keep. */
    public synchronized List<String> sent() {
        return List.copyOf(sent);
    }

    /** The faults that were played, in order, as their rules were written. */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** {@code session.updated} was sent. */
    public synchronized boolean configured() {
        return configured;
    }

    /** The connection has ended. */
    public synchronized boolean closed() {
        return closed;
    }

    synchronized void onClientEvent(String type, JsonNode event, String text) {
        if (received.size() < keptEvents) {
            received.add(text);
        }
        if (eventTypes.size() < MOST_EVENTS) {
            eventTypes.add(type);
            if (type.equals("session.update")) {
                updates.add(event);
            }
        }
    }

    synchronized void onAppend(byte[] appended) {
        appendedSamples += appended.length / 2;
        if (!configured) {
            appendsBeforeConfigured++;
        }
        int room = Math.max(0, keptPcmBytes - pcm.size());
        pcm.write(appended, 0, Math.min(room, appended.length));
    }

    synchronized void onServerEvent(JsonNode event) {
        configured |= event.path("type").asText().equals("session.updated");
        if (sent.size() < keptEvents) {
            sent.add(Json.write(event));
        }
    }

    synchronized void onFault(String words) {
        if (faults.size() < MOST_EVENTS) {
            faults.add(words);
        }
    }

    synchronized void onClosed() {
        closed = true;
    }
}
