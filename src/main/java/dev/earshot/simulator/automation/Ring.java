package dev.earshot.simulator.automation;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A phone call to make.
 *
 * @param correlationId by which the platform names it in all that it says of it; null for any
 * @param events where the event of it goes
 * @param caller raw id, such as {@code 4:+4930123456}
 * @param called raw id
 * @param others raw ids of whoever is in the call beside the two
 * @param media what is said in it
 */
public record Ring(
        @Nullable String correlationId,
        URI events,
        String caller,
        String called,
        List<String> others,
        MediaPlayer media,
        PhoneFaults faults) {

    public Ring {
        others = List.copyOf(others);
    }

    /** Between these two, without faults. */
    public static Ring between(URI events, String caller, String called, MediaPlayer media) {
        return new Ring(null, events, caller, called, List.of(), media, PhoneFaults.NONE);
    }

    public Ring named(String value) {
        return new Ring(value, events, caller, called, others, media, faults);
    }

    public Ring with(PhoneFaults value) {
        return new Ring(correlationId, events, caller, called, others, media, value);
    }

    public Ring withOthers(List<String> value) {
        return new Ring(correlationId, events, caller, called, value, media, faults);
    }
}
