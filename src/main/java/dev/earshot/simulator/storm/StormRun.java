package dev.earshot.simulator.storm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.CallApiClient;
import dev.earshot.simulator.CallFeed;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.realtime.Faults;
import dev.earshot.simulator.realtime.RealtimeServer;
import dev.earshot.simulator.realtime.SessionRecord;
import dev.earshot.simulator.storm.SentenceOracle.Verdict;
import dev.earshot.simulator.storm.StormPlan.Kill;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** One call through the storm. */
public final class StormRun {
    private static final Duration LOOK_EVERY = Duration.ofMillis(40);

    /** What comes after the last words: the call's end, its last transcripts, and a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int TRAILING_SILENCE_MS = 2_000;

    private final URI home;
    private final RealtimeServer service;
    private final StormOptions options;
    private final StormPlan plan;
    private final StormSpeech speech;
    private final Consumer<String> tell;
    private final String callId;
    private final CallApiClient api;
    private final int sessionsBefore;
    private final List<Arrived> events = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final List<String> books = new ArrayList<>();
    private int killed;

    /** @param ms when it came, by this process's clock */
    private record Arrived(long ms, JsonNode event) {}

    /** The ledger at some moment, by this process's clock. */
    private record Look(long ms, String track, long heldMs) {}

    private StormRun(
            URI home, RealtimeServer service, StormOptions options, StormSpeech speech, Consumer<String> tell) {
        this.home = home;
        this.service = service;
        this.options = options;
        this.plan = StormPlan.of(options);
        this.speech = speech;
        this.tell = tell;
        this.callId = "storm-" + options.seed() + "-" + Long.toString(System.nanoTime(), 36);
        this.api = new CallApiClient(home, callId);
        this.sessionsBefore = service.attempts();
    }

    /**
     * Places the call and waits for its end.
     *
     * @param home of an Earshot that knows no other realtime service than this one, and of which nobody else calls anything
     * @param tell what happens, line by line
     */
    public static StormResult run(
            URI home, RealtimeServer service, StormOptions options, StormSpeech speech, Consumer<String> tell)
            throws InterruptedException {
        return new StormRun(home, service, options, speech, tell).run();
    }

    private StormResult run() throws InterruptedException {
        service.inject(Faults.of(plan.handshakes().toArray(String[]::new)));
        api.open(Map.of(CallScript.AGENT_RAW_ID, "agent", CallScript.OTHER_RAW_ID, "candidate"));
        try (CallFeed feed = new CallFeed(home, callId)) {
            CompletableFuture<Void> followed = CompletableFuture.runAsync(() -> follow(feed));
            CompletableFuture<AcsCaller.Result> placed = AcsCaller.place(call());
            rage(followed);
            AcsCaller.Result sent = placed.join();
            followed.join();
            service.inject(Faults.NONE);
            return result(sent);
        }
    }

    private AcsCallerOptions call() {
        URI socket = URI.create(home.toString().replaceFirst("^http", "ws") + "/acs/media/" + callId);
        return AcsCallerOptions.to(socket, callId)
                .participants(speech.participants())
                .trailingSilenceMillis(TRAILING_SILENCE_MS)
                .build();
    }

    private void follow(CallFeed feed) {
        try {
            feed.follow(event -> {
                synchronized (events) {
                    events.add(new Arrived(nowMs(), event));
                }
            });
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** Kills and looks until the call has ended. */
    private void rage(CompletableFuture<Void> followed) throws InterruptedException {
        Deque<Kill> kills = new ArrayDeque<>(plan.kills());
        long begin = nowMs();
        long until = begin + options.seconds() * 1_000L + PATIENCE.toMillis();
        while (!followed.isDone()) {
            if (nowMs() > until) {
                throw new IllegalStateException("the call does not end");
            }
            while (!kills.isEmpty() && nowMs() - begin >= kills.peek().atMs()) {
                kill(kills.remove());
            }
            look();
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private void kill(Kill kill) {
        List<Integer> living = service.sessions().stream()
                .filter(session -> session.number() > sessionsBefore && !session.closed())
                .map(SessionRecord::number)
                .toList();
        List<Integer> dying =
                kill.all() || living.isEmpty() ? living : List.of(living.get(kill.choice() % living.size()));
        dying.forEach(session -> kill(session, kill.way()));
        killed += dying.size();
        tell.accept("%7.1f s  %s of sessions %s".formatted(kill.atMs() / 1_000.0, kill.way(), dying));
    }

    private void kill(int session, StormPlan.Way way) {
        switch (way) {
            case RESET -> service.kill(session);
            case EXPIRED -> service.expire(session, false);
            case EXPIRED_WITH_ERROR -> service.expire(session, true);
        }
    }

    private void look() throws InterruptedException {
        long ms = nowMs();
        for (JsonNode track : api.ledger().path("tracks")) {
            String id = track.path("trackId").asText();
            looks.add(new Look(
                    ms,
                    id,
                    track.path("held").asLong()
                            * 1_000
                            / track.path("sampleRate").asLong(1)));
            if (track.path("received").asLong()
                    != track.path("held").asLong() + track.path("appended").asLong() + discarded(track)) {
                books.add(id + " does not balance: " + track);
            }
        }
    }

    private StormResult result(AcsCaller.Result sent) throws InterruptedException {
        List<JsonNode> log = events.stream().map(Arrived::event).toList();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (JsonNode track : api.ledger().path("tracks")) {
            String id = track.path("trackId").asText();
            String participant = track.path("participant").asText();
            close(track, sent.samples().getOrDefault(participant, -1L));
            verdicts.put(
                    id, SentenceOracle.judge(speech.sentences().getOrDefault(participant, List.of()), heard(log, id)));
        }
        if (verdicts.size() != speech.sentences().size()) {
            books.add("there are books of " + verdicts.keySet() + " only");
        }
        Recoveries recoveries = recoveries();
        return new StormResult(
                options.seed(),
                killed,
                service.attempts() - sessionsBefore,
                (int) log.stream()
                        .filter(event -> event.path("cause").asText().equals("rotated"))
                        .count(),
                verdicts,
                books,
                recoveries.toGateOpen(),
                recoveries.toCaughtUp(),
                recoveries.heldAtRotation());
    }

    /** At the end all that was sent was received, and all of it has gone to some session. */
    private void close(JsonNode track, long sent) {
        if (track.path("received").asLong() != sent || track.path("held").asLong() != 0 || discarded(track) != 0) {
            books.add(track.path("trackId").asText() + " was sent " + sent + " samples, and closes with " + track);
        }
    }

    private static long discarded(JsonNode track) {
        long discarded = 0;
        for (JsonNode samples : track.path("discarded")) {
            discarded += samples.asLong();
        }
        return discarded;
    }

    private static List<Sentence> heard(List<JsonNode> log, String track) {
        Map<String, Long> offsets = new HashMap<>();
        List<Sentence> heard = new ArrayList<>();
        for (JsonNode event : log) {
            if (!event.path("track").asText().equals(track)) {
                continue;
            }
            if (event.path("type").asText().equals("trackJoined")) {
                offsets.put(track, event.path("offsetMs").asLong());
            } else if (event.path("type").asText().equals("utteranceFinal")) {
                long offset = offsets.getOrDefault(track, 0L);
                heard.add(new Sentence(
                        event.path("startMs").asLong() - offset,
                        event.path("endMs").asLong() - offset,
                        event.path("text").asText()));
            }
        }
        return heard;
    }

    /** The two clocks differ by what the quickest event says that they do. */
    private Recoveries recoveries() {
        long ahead = events.stream()
                .mapToLong(
                        arrived -> arrived.ms() - arrived.event().path("atMs").asLong())
                .min()
                .orElse(0);
        Recoveries recoveries = new Recoveries();
        events.stream()
                .map(Arrived::event)
                .filter(event -> event.path("type").asText().equals("sessionChanged") && event.has("track"))
                .forEach(recoveries::onSessionChanged);
        looks.forEach(look -> recoveries.onHeld(look.ms() - ahead, look.track(), look.heldMs()));
        recoveries.conclude();
        return recoveries;
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
