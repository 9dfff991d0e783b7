package dev.earshot.acs.answering;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is who, by what is known of a call before it is heard: {@code caller=candidate, 8:acs:*=agent, 4:+4930*=agent}. The
 * first rule that fits is right; who fits none stays unknown. Raw ids begin with {@code 4:+} for a phone number,
 * {@code 8:acs:} for a user of ACS, {@code 8:orgid:} for one of Teams, {@code 28:} for a bot.
 */
public final class SpeakerRules {

    /** What is allowed, for whoever wrote something else. */
    public static final String RULE =
            "rules with commas between them, each of them caller=…, called=…, the whole raw id of"
                    + " a participant =…, or its beginning *=…; and after it a name such as agent (a to z and -)";

    private static final String CALLER = "caller";
    private static final String CALLED = "called";
    private static final Pattern SPEAKER = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final Pattern WHO = Pattern.compile("caller|called|[0-9]+:[^\\s*=,]{0,200}\\*?");

    private final List<Rule> rules;

    private SpeakerRules(List<Rule> rules) {
        this.rules = rules;
    }

    private record Rule(String who, String speaker) {

        boolean fits(String rawId) {
            return who.endsWith("*") ? rawId.startsWith(who.substring(0, who.length() - 1)) : rawId.equals(who);
        }
    }

    /** Empty where {@code text} breaks the rule for rules. */
    public static Optional<SpeakerRules> parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String each : Stream.of(text.split(",", -1)).map(String::strip).toList()) {
            int at = each.lastIndexOf('=');
            if (at < 0 && each.isEmpty() && text.isBlank()) {
                continue;
            }
            if (at < 0
                    || !WHO.matcher(each.substring(0, at).strip()).matches()
                    || !SPEAKER.matcher(each.substring(at + 1).strip()).matches()) {
                return Optional.empty();
            }
            rules.add(new Rule(
                    each.substring(0, at).strip(), each.substring(at + 1).strip()));
        }
        return Optional.of(new SpeakerRules(List.copyOf(rules)));
    }

    /** Of the two that a ringing call names, those who are known. */
    Map<String, String> of(@Nullable String caller, @Nullable String called) {
        Map<String, String> known = new HashMap<>();
        add(known, called, CALLED);
        add(known, caller, CALLER);
        return known;
    }

    private void add(Map<String, String> known, @Nullable String rawId, String role) {
        if (rawId != null) {
            first(rawId, role).ifPresent(speaker -> known.put(rawId, speaker));
        }
    }

    /**
     * Who that is, for the role it has in the call or by its raw id.
     *
     * @param role {@code caller}, {@code called}, or nothing
     */
    private Optional<String> first(String rawId, String role) {
        return rules.stream()
                .filter(rule -> rule.who().equals(role) || rule.fits(rawId))
                .map(Rule::speaker)
                .findFirst();
    }

    /** Who that is by its raw id alone. */
    Optional<String> of(String rawId) {
        return first(rawId, "");
    }
}
