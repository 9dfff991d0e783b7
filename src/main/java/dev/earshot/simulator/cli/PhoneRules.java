package dev.earshot.simulator.cli;

import dev.earshot.simulator.automation.PhoneFaults;
import dev.earshot.simulator.automation.PhoneFaults.CallbackDelivery;
import dev.earshot.simulator.automation.PhoneFaults.RingDelivery;
import dev.earshot.simulator.caller.Misdeed;
import java.util.List;
import java.util.Locale;

/** What the rules of one call ask of the platform, of which the last of a kind counts. */
final class PhoneRules {

    private static final int RETRY_AFTER_SECONDS = 0;

    private PhoneRules() {}

    static PhoneFaults of(List<Misdeed.ToPhone> misdeeds) {
        PhoneFaults faults = PhoneFaults.NONE;
        for (Misdeed.ToPhone misdeed : misdeeds) {
            faults = with(faults, misdeed);
        }
        return faults;
    }

    private static PhoneFaults with(PhoneFaults faults, Misdeed.ToPhone misdeed) {
        if (misdeed instanceof Misdeed.Ringing ringing) {
            return faults.withRing(RingDelivery.valueOf(name(ringing.how())));
        } else if (misdeed instanceof Misdeed.Callbacks callbacks) {
            return faults.withCallbacks(CallbackDelivery.valueOf(name(callbacks.how())));
        } else if (misdeed instanceof Misdeed.AnswerRefused refused) {
            return faults.withRefusals(RETRY_AFTER_SECONDS, refused.statuses().toArray(Integer[]::new));
        } else if (misdeed instanceof Misdeed.AnswerLost lost) {
            return faults.withLostAnswers(lost.times());
        }
        Misdeed.MediaFails fails = (Misdeed.MediaFails) misdeed;
        return faults.withMediaFailures(fails.times(), fails.subCode());
    }

    private static String name(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
