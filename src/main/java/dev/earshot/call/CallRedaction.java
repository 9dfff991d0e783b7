package dev.earshot.call;

import dev.earshot.realtime.TurnUpdate;
import dev.earshot.transcript.CallEvent;
import dev.earshot.transcript.redaction.Redacted;
import dev.earshot.transcript.redaction.RedactionRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/**
 * Takes out of a call's texts what nobody should keep, before anything else sees them: log and consoles, the coach, and what later
 * sessions are told. Counts by kind what it took.
 */
final class CallRedaction {

    private final RedactionRules rules;
    private final MeterRegistry meters;

    CallRedaction(RedactionRules rules, MeterRegistry meters) {
        this.rules = rules;
        this.meters = meters;
    }

    /** What was taken is counted once it is final. */
    TurnUpdate.Partial of(TurnUpdate.Partial partial) {
        return new TurnUpdate.Partial(
                partial.utterance(), partial.start(), rules.ofUnfinished(partial.text()), partial.revision());
    }

    CallEvent.UtteranceFinal of(CallEvent.UtteranceFinal said) {
        Redacted text = counted(said.text());
        return said.redacted(text.text(), text.counts());
    }

    /** The model has heard what was said, and may say it again. */
    CallEvent.HintOffered of(CallEvent.HintOffered hint) {
        return rules.isEmpty() ? hint : hint.saying(text(hint.text()), text(hint.why()), text(hint.quote()));
    }

    /** Any other text. */
    String text(String text) {
        return counted(text).text();
    }

    private Redacted counted(String text) {
        Redacted redacted = rules.of(text);
        for (Map.Entry<String, Integer> found : redacted.counts().entrySet()) {
            meters.counter("earshot.redacted", "kind", found.getKey()).increment(found.getValue());
        }
        return redacted;
    }
}
