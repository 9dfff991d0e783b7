package dev.earshot.recorder;

import java.util.Map;

/**
 * The settings that a call's log depends on, as a recording has them: no secrets.
 *
 * @param json a whole configuration of its own
 * @param playbooks name of the file to its text
 */
public record RecordedSettings(String json, Map<String, String> playbooks) {
    public RecordedSettings {
        playbooks = Map.copyOf(playbooks);
    }
}
