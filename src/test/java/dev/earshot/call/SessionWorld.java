package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.FakeService;
import dev.earshot.realtime.FakeService.Dialled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A call, a service that does what it is told, and what must hold after each step, whatever it was. */
final class SessionWorld {
    private static final Duration LIFE = Duration.ofSeconds(40);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final String story;
    private final int tracks;
    private final FakedCall call;
    private final FakeService service;
    private final Map<Dialled, Integer> lastHeard = new HashMap<>();
    private final Map<Dialled, Integer> receivedAtEnd = new HashMap<>();
    private final BackoffModel backoff = new BackoffModel(RETRY_AFTER);
    private int items;

    /** What can happen. */
    enum Step {
        GREET,
        ACKNOWLEDGE,
        REFUSE,
        BREAK_OLDEST,
        BREAK_NEWEST,
        EXPIRE_OLDEST,
        FATAL,
        SPEECH,
        SPEECH_ENDS,
        TRANSCRIBE,
        SHORT,
        LONG,
        LATEST
    }

    SessionWorld(ActorTestKit kit, int tracks, String story) {
        this.story = story;
        this.tracks = tracks;
        this.call = new FakedCall(kit, tracks);
        this.service = call.service;
        call.joins();
    }

    void run(List<Step> way, List<Step> steps) {
        try (FakedCall closing = call) {
            way.forEach(this::happens);
            for (Step step : steps) {
                happens(step);
                check();
            }
            notStuck();
            closing.end();
            assertThat(service.ended()).as(story).hasSameSizeAs(service.dialled());
        }
    }

    private void happens(Step step) {
        switch (step) {
            case GREET -> living().forEach(line -> line.greets(LIFE));
            case ACKNOWLEDGE ->
                living().stream().filter(line -> !line.acknowledged()).forEach(line -> line.acknowledges(LIFE));
            case REFUSE -> refuse();
            case BREAK_OLDEST -> oldest().breaks();
            case BREAK_NEWEST -> service.newest().breaks();
            case EXPIRE_OLDEST -> oldest().closes(1001, "Your session hit the maximum duration of 60 minutes.");
            case FATAL -> service.newest().errs("insufficient_quota");
            case SPEECH -> oldest().speechStarts("i" + ++items, 0);
            case SPEECH_ENDS -> oldest().speechStops("i" + items, 500);
            case TRANSCRIBE -> {
                backoff.onTranscript(oldest());
                oldest().transcribes("i" + items, "Yes.");
            }
            case SHORT -> call.pass(Duration.ofMillis(300));
            case LONG -> call.pass(Duration.ofSeconds(21));
            case LATEST -> call.pass(Duration.ofSeconds(10));
        }
        FakeService.awaitQuiet();
    }

    private void refuse() {
        Dialled newest = service.newest();
        if (!newest.over() && newest.received().isEmpty()) {
            newest.refuses(429, RETRY_AFTER);
            backoff.onRefused(newest);
        }
    }

    private List<Dialled> living() {
        return service.dialled().stream().filter(line -> !line.over()).toList();
    }

    /** Of those that are not over; the newest of all where there is none. */
    private Dialled oldest() {
        return living().stream().findFirst().orElse(service.newest());
    }

    private void check() {
        call.silence(100);
        service.dialled().forEach(line -> lastHeard.put(line, line.audio()));
        call.frame();
        assertThat(hearing()).as("%s: gates that are open", story).isLessThanOrEqualTo(tracks);
        for (Dialled line : service.dialled()) {
            if (!line.acknowledged()) {
                assertThat(line.audio()).as(story).isZero();
            }
            if (line.over()) {
                int before = receivedAtEnd.computeIfAbsent(
                        line, ended -> ended.received().size());
                assertThat(line.received()).as(story).hasSize(before);
            }
        }
        assertThat(living()).as("%s: living", story).hasSizeLessThanOrEqualTo(2 * tracks);
        if (tracks == 1) {
            backoff.check(story, service.dialled());
        } else {
            backoff.checkApart(story, service.dialled());
        }
    }

    private long hearing() {
        return service.dialled().stream()
                .filter(line -> !line.over() && line.audio() > lastHeard.getOrDefault(line, 0))
                .count();
    }

    /** With a service that does as it should, each track is heard again, unless it was told why it cannot be. */
    private void notStuck() {
        for (int second = 0; second < 40 && !stuck().isEmpty(); second++) {
            check();
            living().forEach(line -> line.greets(FakedCall.HOUR));
            living().stream().filter(line -> !line.acknowledged()).forEach(line -> line.acknowledges(FakedCall.HOUR));
            call.pass(Duration.ofSeconds(1));
        }
        assertThat(stuck())
                .as("%s: tracks that are not heard and have not been told why: %s", story, call.sessions())
                .isEmpty();
    }

    /** How much waits, of each track that is neither live nor given up for a cause that it would find again. */
    private Map<String, Long> stuck() {
        Map<String, Long> held = new HashMap<>(call.heldMs());
        held.keySet().removeIf(track -> call.givenUp().getOrDefault(track, "").matches("quotaExhausted|neverReady"));
        held.values().removeIf(ms -> ms == 0);
        assertThat(call.heldMs()).as(story).hasSize(tracks);
        return held;
    }
}
