package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators learn of one call's coaching: its log lines and its share of the metrics. Never what was said. */
final class CoachJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CoachActor.class);

    private final String callId;
    private final CoachMetrics metrics;

    CoachJournal(String callId, CoachMetrics metrics) {
        this.callId = callId;
        this.metrics = metrics;
    }

    void asked(Briefing briefing) {
        metrics.onAsked(briefing);
    }

    void notAsked(Briefing briefing, HeardFinal said, NotAskedCause cause) {
        metrics.onNotAsked(briefing, cause);
        LOG.atDebug()
                .addKeyValue("call", callId)
                .addKeyValue("utterance", said.utterance())
                .addKeyValue("cause", cause.wireName())
                .log("Not asked");
    }

    void noAnswer(Question question, String cause) {
        LOG.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("utterance", question.said().utterance())
                .addKeyValue("cause", cause)
                .log("The coach was asked and did not answer");
    }

    /** A hint is on a screen for the first time. */
    void rendered(HintLife.Rendered rendered, long atMs) {
        metrics.onRendered(rendered, atMs);
        LOG.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("hint", rendered.hint().id())
                .addKeyValue("totalMs", rendered.timeline().totalMs())
                .addKeyValue("stagesMs", rendered.timeline().durationsMs())
                .log("A hint is on a screen");
    }

    /** @param seen it has been on a screen, which is its fate in the metrics whatever comes later */
    void withdrawn(CoachActor.Withdrawn withdrawn, String playbook, boolean seen) {
        if (!seen) {
            metrics.onWithdrawn(withdrawn.cause(), playbook);
        }
        LOG.atInfo()
                .addKeyValue("call", callId)
                .addKeyValue("hint", withdrawn.hintId())
                .addKeyValue("utterance", withdrawn.utterance())
                .addKeyValue("cause", withdrawn.cause().wireName())
                .log("A hint is not shown");
    }
}
