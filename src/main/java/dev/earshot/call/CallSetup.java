package dev.earshot.call;

import dev.earshot.coaching.Briefing;
import dev.earshot.coaching.Coaching;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call before it is heard.
 *
 * @param speakers who a participant is ({@code agent}, {@code candidate}, …), by the raw id that the media stream names
 * @param playbook name of the one that the call is coached by, null for the usual one
 */
public record CallSetup(Map<String, String> speakers, @Nullable String playbook) {
    public static final CallSetup NOTHING_KNOWN = new CallSetup(Map.of(), null);

    private static final String UNKNOWN = "unknown";
    private static final Pattern SPEAKER = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final int MAX_SPEAKERS = 1_000;

    public CallSetup {
        speakers = Map.copyOf(speakers);
    }

    /** Whether that may be a speaker's label. */
    public static boolean validSpeaker(String speaker) {
        return SPEAKER.matcher(speaker).matches();
    }

    /** What is known with {@code later}, which is right where the two differ. What is too much is not added. */
    CallSetup and(CallSetup later) {
        Map<String, String> all = new HashMap<>(speakers);
        all.putAll(later.speakers());
        String newest = later.playbook() == null ? playbook : later.playbook();
        return new CallSetup(all.size() > MAX_SPEAKERS ? speakers : all, newest);
    }

    /** What it is coached by; empty where nothing is said of that, or there is no such playbook. */
    Optional<Briefing> briefing(Coaching coaching) {
        return Optional.ofNullable(playbook).flatMap(coaching::find);
    }

    /** Who that is; unknown stays unknown until someone says so. */
    String speaker(@Nullable String participant) {
        return participant == null ? UNKNOWN : speakers.getOrDefault(participant, UNKNOWN);
    }
}
