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

    private final Outbox outbox;
    private final Map<String, Turn> turns = new HashMap<>();

    private static final class Turn {
        final TranscriptionModel model;
        final boolean known;
        final List<String> waiting = new ArrayList<>();
        boolean told;
        boolean committed;
        long samples;

        Turn(TranscriptionModel model, boolean known) {
            this.model = model;
            this.known = known;
        }
    }

    Transcripts(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A turn begins whose words will be told; {@code known}: there is such a model, or else it will fail. */
    void begin(String item, TranscriptionModel model, boolean known) {
        turns.put(item, new Turn(model, known));
    }

    /** Whether the turn's sound is to be recognised. */
    boolean transcribes(String item) {
        Turn turn = turns.get(item);
        return turn != null && turn.known;
    }

    /** The turn has become an item of {@code samples} samples. */
    void committed(String item, long samples) {
        Turn turn = turns.get(item);
        if (turn == null) {
            return;
        }
        if (!turn.known) {
            failed(item, "DeploymentNotFound");
            return;
        }
        turn.committed = true;
        turn.samples = samples;
        turn.waiting.forEach(delta -> tell(item, turn, delta));
        turn.waiting.clear();
    }

    void delta(String item, String delta) {
        Turn turn = turns.get(item);
        if (turn == null) {
            return;
        }
        if (turn.model.live() || turn.committed) {
            tell(item, turn, delta);
        } else {
            turn.waiting.add(delta);
        }
    }

    void completed(String item, String transcript) {
        Turn turn = turns.remove(item);
        if (turn != null) {
            outbox.send(about("completed", item)
                    .put("transcript", transcript)
                    .set("usage", turn.model.usage(turn.samples, transcript)));
        }
    }

    void failed(String item, String code) {
        if (turns.remove(item) != null) {
            outbox.send(failure(item, code));
        }
    }

    /** The open turn was thrown away: nothing more is told of it. */
    void forget(String item) {
        turns.remove(item);
    }

    /** The event that a turn ends with instead of its words. */
    static ObjectNode failure(String item, String code) {
        ObjectNode event = about("failed", item);
        event.putObject("error")
                .put("type", "server_error")
                .put("code", code)
                .put("message", "Input transcription failed for item '" + item + "'.")
                .putNull("param");
        return event;
    }

    /** Padding that hides a delta's length, as the real service sends it. */
    static String obfuscation(String delta) {
        return Ids.random(OBFUSCATED_LENGTH - delta.length() % OBFUSCATED_LENGTH);
    }

    private void tell(String item, Turn turn, String delta) {
        boolean bare = !turn.told && !turn.model.spaceFirst();
        turn.told = true;
        String text = bare ? delta.stripLeading() : delta;
        outbox.send(about("delta", item).put("delta", text).put("obfuscation", obfuscation(text)));
    }

    private static ObjectNode about(String what, String item) {
        return Outbox.event(EventNames.TRANSCRIPTION + what)
                .put("item_id", item)
                .put("content_index", 0);
    }
}
