package dev.earshot.transcript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is true for now: the newest partial of each open utterance, and the newest health, as JSON. */
final class Showing {

    private static final int MAX_PARTIALS = 256;

    private final Map<String, String> partials = new LinkedHashMap<>(16, 0.75f, false) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_PARTIALS;
        }
    };

    private @Nullable String health;

    void show(CallEvent.Volatile event, String json) {
        if (event instanceof CallEvent.UtterancePartial partial) {
            showPartial(partial, json);
        } else {
            health = json;
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
        List<String> all = new ArrayList<>(partials.values());
        if (health != null) {
            all.add(health);
        }
        return all;
    }

    private void showPartial(CallEvent.UtterancePartial partial, String json) {
        if (partial.text().isEmpty()) {
            partials.remove(partial.utterance());
        } else {
            partials.put(partial.utterance(), json);
        }
    }
}
