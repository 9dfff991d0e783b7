package dev.earshot.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What the service does to the sound before it listens. */
public enum NoiseReduction {
    NONE,
    /** A microphone at the mouth, as of a headset. */
    NEAR_FIELD,
    /** A microphone in the room. */
    FAR_FIELD;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Said in any case: a service may have a default of its own. */
    void writeTo(ObjectNode input) {
        if (this == NONE) {
            input.putNull("noise_reduction");
        } else {
            input.putObject("noise_reduction").put("type", wireName());
        }
    }
}
