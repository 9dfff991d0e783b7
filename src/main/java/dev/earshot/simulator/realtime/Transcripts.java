package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The transcription events of turns, keyed by item. A live model's deltas come as they are heard; any other's wait for the
 * commit.
 */
final class Transcripts {

    private static final int OBFUSCATED_LENGTH = 16;
    private static final String PREFIX = "conversation.item.input_audio_transcription.";

    private final Outbox outbox;
    private final Map<String, Turn> turns = new HashMap<>();

    private static final class Turn {
        final boolean live;
        final List<String> waiting = new ArrayList<>();
        boolean committed;
        long seconds;

        Turn(boolean live) {
            this.live = live;
        }
    }

    Transcripts(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A turn begins whose words will be told. */
    void begin(String item, boolean live) {
        turns.put(item, new Turn(live));
    }

    boolean transcribes(String item) {
        return turns.containsKey(item);
    }

    /** The turn has become an item of {@code samples} samples. */
    void committed(String item, long samples) {
        Turn turn = turns.get(item);
        if (turn != null) {
            turn.committed = true;
            turn.seconds = (samples + InputAudio.SAMPLE_RATE - 1) / InputAudio.SAMPLE_RATE;
            turn.waiting.forEach(delta -> tell(item, delta));
            turn.waiting.clear();
        }
    }

    void delta(String item, String delta) {
        Turn turn = turns.get(item);
        if (turn == null) {
            return;
        }
        if (turn.live || turn.committed) {
            tell(item, delta);
        } else {
            turn.waiting.add(delta);
        }
    }

    void completed(String item, String transcript) {
        Turn turn = turns.remove(item);
        if (turn != null) {
            ObjectNode event = about("completed", item).put("transcript", transcript);
            event.putObject("usage").put("type", "duration").put("seconds", turn.seconds);
            outbox.send(event);
        }
    }

    void failed(String item, String code) {
        if (turns.remove(item) != null) {
            ObjectNode event = about("failed", item);
            event.putObject("error")
                    .put("type", "server_error")
                    .put("code", code)
                    .put("message", "Input transcription failed for item '" + item + "'.")
                    .putNull("param");
            outbox.send(event);
        }
    }

    /** The open turn was thrown away: nothing more is told of it. */
    void forget(String item) {
        turns.remove(item);
    }

    /** Padding that hides a delta's length, as the real service sends it. */
    static String obfuscation(String delta) {
        return Ids.random(OBFUSCATED_LENGTH - delta.length() % OBFUSCATED_LENGTH);
    }

    private void tell(String item, String delta) {
        outbox.send(about("delta", item).put("delta", delta).put("obfuscation", obfuscation(delta)));
    }

    private static ObjectNode about(String what, String item) {
        return Outbox.event(PREFIX + what).put("item_id", item).put("content_index", 0);
    }
}
