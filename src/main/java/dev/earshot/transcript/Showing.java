package dev.earshot.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is true for now: the newest partial of each open utterance, and the newest health. */
final class Showing {

    /** One of them, as JSON once somebody reads it: of most, nobody ever does. */
    static final class Shown {
        private final String callId;
        private final long atMs;
        private final CallEvent.Volatile event;
        private @Nullable String json;

        Shown(String callId, long atMs, CallEvent.Volatile event) {
            this.callId = callId;
            this.atMs = atMs;
            this.event = event;
        }

        String json() {
            if (json == null) {
                json = CallEventJson.shown(callId, atMs, event);
            }
            return json;
        }
    }

    private static final int MAX_PARTIALS = 256;

    private final Map<String, Shown> partials = new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > MAX_PARTIALS;
        }
    };

    private @Nullable Shown health;

    void show(Shown shown) {
        if (shown.event instanceof CallEvent.UtterancePartial partial) {
            showPartial(partial, shown);
        } else {
            health = shown;
        }
    }

    /** An utterance that has its final text, and a call that has ended, leave nothing showing. */
    void settle(CallEvent.Durable event) {
        if (event instanceof CallEvent.UtteranceFinal said) {
            partials.remove(said.utterance());
        } else if (event instanceof CallEvent.CallEnded) {
            partials.clear();
            health = null;
        }
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        partials.values().forEach(partial -> all.add(partial.json()));
        if (health != null) {
            all.add(health.json());
        }
        return all;
    }

    private void showPartial(CallEvent.UtterancePartial partial, Shown shown) {
        if (partial.text().isEmpty()) {
            partials.remove(partial.utterance());
        } else {
            partials.put(partial.utterance(), shown);
        }
    }
}
