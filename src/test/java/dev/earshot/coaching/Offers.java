package dev.earshot.coaching;

import dev.earshot.coaching.HintTimeline.Stage;
import dev.earshot.coaching.playbook.HintKind;

/** Hints about one sentence, as the coach offers them. */
public final class Offers {
    private Offers() {}

    static Hint hint(String id, HintKind kind, String text, int endMs, int nowMs) {
        return new Hint(
                id, "t2-u" + endMs, "t2", "test", kind, text, "Why.", "another offer", endMs, endMs + 8_000, nowMs);
    }

    /** Of speech that ended at 1 s and was final at 1.2 s; asked about at once, answered from 1.7 s on, offered at 2 s. */
    public static CoachActor.Offered offered(String id, String text) {
        HintTimeline timeline = HintTimeline.from(1_000)
                .reached(Stage.FINAL, 1_200)
                .reached(Stage.ASKED, 1_200)
                .reached(Stage.FIRST_TOKEN, 1_700)
                .reached(Stage.OFFERED, 2_000);
        return new CoachActor.Offered(hint(id, Briefings.OFFER, text, 1_000, 2_000), timeline);
    }
}
