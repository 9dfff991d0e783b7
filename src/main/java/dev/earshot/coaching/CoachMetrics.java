package dev.earshot.coaching;

import dev.earshot.coaching.HintTimeline.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * What coaching comes to, for the whole server: {@code earshot.hints} by fate (the share of {@code in_time} is the headline
 * figure), {@code earshot.hint.stage} and {@code earshot.hint.total} of hints that were rendered, and
 * {@code earshot.coach.questions} by what became of them.
 */
final class CoachMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(4),
        Duration.ofSeconds(8),
        Duration.ofSeconds(16),
        Duration.ofSeconds(60),
    };

    private static final String PLAYBOOK = "playbook";
    private static final String CAUSE = "cause";
    private static final String NONE = "none";

    private final MeterRegistry meters;

    CoachMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void onAsked(Briefing briefing) {
        question(briefing, "asked", NONE);
    }

    void onNotAsked(Briefing briefing, NotAskedCause cause) {
        question(briefing, "not_asked", cause.wireName());
    }

    private void question(Briefing briefing, String result, String cause) {
        meters.counter(
                        "earshot.coach.questions",
                        "result",
                        result,
                        CAUSE,
                        cause,
                        PLAYBOOK,
                        briefing.playbook().name())
                .increment();
    }

    /** The first that is known of a hint's fate. */
    void onRendered(HintLife.Rendered rendered, long atMs) {
        String playbook = rendered.hint().playbook();
        hint(atMs <= rendered.hint().deadlineMs() ? "in_time" : "late", NONE, playbook);
        rendered.timeline().durationsMs().forEach((stage, ms) -> stage(stage, playbook, ms));
        timer("earshot.hint.total", "From the end of speech until a hint caused by it is on a screen")
                .tag(PLAYBOOK, playbook)
                .register(meters)
                .record(Duration.ofMillis(rendered.timeline().totalMs()));
    }

    /** A hint that nobody has seen is not to be seen any more. */
    void onWithdrawn(WithdrawCause cause, String playbook) {
        hint("withdrawn", cause.wireName(), playbook);
    }

    private void hint(String fate, String cause, String playbook) {
        meters.counter("earshot.hints", "fate", fate, CAUSE, cause, PLAYBOOK, playbook)
                .increment();
    }

    private void stage(Stage stage, String playbook, long ms) {
        timer("earshot.hint.stage", "How long each stage took of hints that are on a screen")
                .tags("stage", stage.wireName(), PLAYBOOK, playbook)
                .register(meters)
                .record(Duration.ofMillis(ms));
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }
}
