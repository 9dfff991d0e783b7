package dev.earshot;

import static dev.earshot.RecordedSpeech.FIRST_TURN_MS;
import static dev.earshot.RecordedSpeech.agent;
import static dev.earshot.RecordedSpeech.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerOptions.Participant;
import dev.earshot.simulator.CallScript;
import dev.earshot.simulator.automation.AutomationServer;
import dev.earshot.simulator.automation.AutomationServer.Ringing;
import dev.earshot.simulator.automation.AutomationServerSettings;
import dev.earshot.simulator.automation.MediaPlayer;
import dev.earshot.simulator.automation.PhoneCall;
import dev.earshot.simulator.automation.PhoneFaults;
import dev.earshot.simulator.automation.PhoneFaults.CallbackDelivery;
import dev.earshot.simulator.automation.PhoneFaults.RingDelivery;
import dev.earshot.simulator.automation.RecordedRequest;
import dev.earshot.simulator.automation.Ring;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.LineEnd;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From the ring to the hang-up, with a platform on loopback and a socket between all. */
@DisplayName("A phone call")
class PhoneCallIT {

    private static final String CALLER = CallScript.OTHER_RAW_ID;
    private static final String CALLED = CallScript.AGENT_RAW_ID;

    private final ActorSystem<Void> platform = ActorSystem.create(Behaviors.empty(), "platform");
    private final AutomationServer service = AutomationServer.start(platform, AutomationServerSettings.usual());

    @AfterEach
    void close() {
        service.stop().toCompletableFuture().join();
        platform.terminate();
    }

    private CallBench bench(Map<String, ?> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "earshot.acs.connection-string",
                service.connectionString(),
                "earshot.acs.speakers",
                "caller=candidate," + CALLED + "=agent",
                "earshot.acs.requests.backoff.min",
                "10ms",
                "earshot.acs.media-restarts.backoff.min",
                "10ms"));
        // a hang-up and the close of the media socket come by different ways
        settings.put("earshot.call.grace", "50s");
        settings.putAll(more);
        return CallBench.open(settings);
    }

    private Ring ring(CallBench bench, Participant... speech) {
        return ring(bench, MediaPlayer.speech(1, List.of(speech)));
    }

    private Ring ring(CallBench bench, MediaPlayer media) {
        return Ring.between(URI.create(bench.url() + "/acs/events"), CALLER, CALLED, media);
    }

    @Test
    @DisplayName("is answered when it rings, heard from its first word, and over when it is hung up")
    void walked() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.acs.sample-rate", "24000", "earshot.acs.dtmf", "true"))) {
            Ringing ringing = service.ring(ring(bench, agent(0, FIRST_TURN_MS), other(0, FIRST_TURN_MS)));
            PhoneCall call = ringing.call();

            assertThat(now(ringing.taken())).containsExactly(200);
            assertThat(now(call.answered()).path("mediaStreamingOptions"))
                    .hasToString("{\"transportUrl\":\"" + bench.url().replace("http", "ws") + "/acs/media/"
                            + call.correlationId() + "\",\"transportType\":\"websocket\",\"contentType\":\"audio\","
                            + "\"audioChannelType\":\"unmixed\",\"startMediaStreaming\":true,"
                            + "\"enableBidirectional\":false,\"audioFormat\":\"pcm24KMono\",\"enableDtmfTones\":true}");
            AcsCaller.Result sent = now(call.media());
            CallRecord record = bench.awaitEnd(call.correlationId());

            assertThat(record.words("t1")).isNotEmpty();
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("hungUp");
            assertThat(connection(record))
                    .containsExactlyInAnyOrder("answered", "connected", "streaming", "disconnected:200/0");
            assertThat(record.all("trackJoined"))
                    .extracting(joined -> joined.path("participant").asText() + " "
                            + joined.path("speaker").asText())
                    .containsExactlyInAnyOrder(CALLED + " agent", CALLER + " candidate");
            assertThat(record.all("participantsChanged")).isNotEmpty();
            for (JsonNode track :
                    bench.get("/api/calls/" + call.correlationId() + "/ledger").path("tracks")) {
                assertThat(track.path("received").asLong())
                        .isEqualTo(sent.samples().get(track.path("participant").asText()));
                assertThat(track.path("sampleRate").asInt()).isEqualTo(24_000);
            }
            assertThat(service.requests()).extracting(RecordedRequest::method).containsExactly("POST");
        }
    }

    @Test
    @DisplayName("is heard whatever goes wrong with its event, its answer, its media and its callbacks")
    void faults() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            Ring ring = ring(bench, agent(0, 1_500), other(0, 1_500));
            PhoneFaults none = PhoneFaults.NONE;
            Map<String, Ringing> ringing = Map.of(
                    "refused at first", service.ring(ring.with(none.withRefusals(1, 429, 500, 503))),
                    "announced twice", service.ring(ring.with(none.withRing(RingDelivery.TWICE))),
                    "callbacks twice", service.ring(ring.with(none.withCallbacks(CallbackDelivery.TWICE))),
                    "callbacks reversed", service.ring(ring.with(none.withCallbacks(CallbackDelivery.REVERSED))),
                    "callbacks together", service.ring(ring.with(none.withCallbacks(CallbackDelivery.TOGETHER))),
                    "media failed", service.ring(ring.with(none.withMediaFailures(2, 8581))));

            for (Map.Entry<String, Ringing> each : ringing.entrySet()) {
                PhoneCall call = each.getValue().call();
                assertThat(now(each.getValue().taken())).as(each.getKey()).containsOnly(200);
                AcsCaller.Result sent = now(call.media());
                CallRecord record = bench.awaitEnd(call.correlationId());
                assertThat(record.first("callEnded").path("cause").asText())
                        .as(each.getKey())
                        .isEqualTo("hungUp");
                assertThat(record.first("callEnded").path("ledger").path("tracks"))
                        .as(each.getKey())
                        .hasSize(2)
                        .allSatisfy(track -> assertThat(track.path("received").asLong())
                                .isEqualTo(sent.samples()
                                        .get(track.path("participant").asText())));
                assertThat(connection(record).stream().filter("answered"::equals))
                        .as(each.getKey())
                        .hasSize(1);
            }
            assertThat(connection(
                            bench.record(ringing.get("media failed").call().correlationId())))
                    .containsSubsequence(
                            "restarting:socketNotOpened:400/8581", "restarting:socketNotOpened:400/8581", "streaming");
            assertThat(service.requests().stream()
                            .filter(request -> request.target().contains(":answer")))
                    .hasSize(6 + 3);
        }
    }

    @Test
    @DisplayName("ends with its media where no callback ever comes")
    void noCallbacks() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.call.grace", "300ms"))) {
            PhoneCall call = service.ring(
                            ring(bench, agent(0, 500)).with(PhoneFaults.NONE.withCallbacks(CallbackDelivery.NEVER)))
                    .call();

            CallRecord record = bench.awaitEnd(call.correlationId());
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("mediaEnded");
            assertThat(connection(record)).containsExactly("answered");
        }
    }

    @Test
    @DisplayName("that cannot be heard ends with the reason")
    void unheard() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.acs.media-restarts.max", 2))) {
            Ring ring = ring(bench, agent(0, 1_000));
            PhoneCall deaf = service.ring(ring.with(PhoneFaults.NONE.withMediaFailures(9, 8581)))
                    .call();
            PhoneCall refused = service.ring(ring.with(PhoneFaults.NONE.withRefusals(0, 400)))
                    .call();

            CallRecord record = bench.awaitEnd(deaf.correlationId());
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("mediaFailed");
            assertThat(connection(record)).contains("streamingFailed:socketNotOpened:400/8581");
            await().untilAsserted(() -> assertThat(service.requests())
                    .anySatisfy(request -> assertThat(request.target())
                            .startsWith("/calling/callConnections/" + deaf.connectionId() + ":stopMediaStreaming")));

            CallRecord unanswered = bench.awaitEnd(refused.correlationId());
            assertThat(unanswered.first("callEnded").path("cause").asText()).isEqualTo("notAnswered");
            assertThat(connection(unanswered)).containsExactly("notAnswered:refused");
        }
    }

    @Test
    @DisplayName("whose line breaks is asked for again, and given up with the cause where it keeps breaking")
    void brokenLine() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.acs.media-restarts.max", 2))) {
            List<AcsCaller.Result> sent = new CopyOnWriteArrayList<>();
            PhoneCall once = service.ring(ring(bench, breaking(1, sent))).call();
            PhoneCall always = service.ring(ring(bench, breaking(9, new CopyOnWriteArrayList<>())))
                    .call();

            CallRecord mended = bench.awaitEnd(once.correlationId());
            assertThat(mended.first("callEnded").path("cause").asText()).isEqualTo("hungUp");
            assertThat(connection(mended))
                    .containsSubsequence(
                            "streaming", "restarting:socketLost:500/8603", "streaming", "disconnected:200/0");
            assertThat(sent).hasSize(2);
            assertThat(mended.first("callEnded").path("ledger").path("tracks"))
                    .singleElement()
                    .satisfies(track -> assertThat(track.path("received").asLong())
                            .isEqualTo(sent.stream()
                                    .mapToLong(each -> each.samples().get(CALLED))
                                    .sum()));

            CallRecord broken = bench.awaitEnd(always.correlationId());
            assertThat(broken.first("callEnded").path("cause").asText()).isEqualTo("mediaFailed");
            assertThat(connection(broken))
                    .containsSubsequence(
                            "restarting:socketLost:500/8603",
                            "restarting:socketLost:500/8603",
                            "streamingFailed:socketLost:500/8603");
            assertThat(now(always.media()).end()).isInstanceOf(LineEnd.Broken.class);
        }
    }

    /** Somebody speaks, over lines of which so many are reset in the midst of it. */
    private static MediaPlayer breaking(int lines, List<AcsCaller.Result> sent) {
        AtomicInteger left = new AtomicInteger(lines);
        return terms -> {
            boolean breaks = left.getAndDecrement() > 0;
            AcsCallerOptions.Builder call = terms.call().participants(List.of(agent(0, 1_500)));
            return AcsCaller.place((breaks ? call.faults(CallFaults.of("reset at 600ms")) : call).build())
                    .thenApply(result -> breaks
                            ? new AcsCaller.Result(result.account(), new LineEnd.Broken("as it was told to"))
                            : result)
                    .whenComplete((result, failure) -> sent.add(result));
        };
    }

    @Test
    @DisplayName("is heard once, to its end, though its media is said to have failed while it comes by itself")
    void failedAndDialledAgain() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            AtomicInteger lines = new AtomicInteger();
            PhoneCall call = service.ring(ring(bench, terms -> {
                        lines.incrementAndGet();
                        return AcsCaller.place(terms.call()
                                .participants(List.of(agent(0, 3_000)))
                                .faults(CallFaults.of("reset at 1s redial after 300ms"))
                                .build());
                    }))
                    .call();
            bench.awaitReceived(call.correlationId(), "t1", Duration.ofMillis(200));
            String failed = "[{\"id\":\"f\",\"type\":\"Microsoft.Communication.MediaStreamingFailed\",\"data\":{"
                    + "\"callConnectionId\":\"" + call.connectionId() + "\","
                    + "\"resultInformation\":{\"code\":500,\"subCode\":8603},"
                    + "\"mediaStreamingUpdate\":{\"mediaStreamingStatusDetails\":\"streamConnectionInterrupted\"}}}]";
            assertThat(bench.send("POST", "/acs/callbacks/" + call.correlationId(), failed)
                            .status())
                    .isEqualTo(200);

            AcsCaller.Result sent = now(call.media());
            CallRecord record = bench.awaitEnd(call.correlationId());
            assertThat(connection(record))
                    .containsSubsequence(
                            "streaming", "restarting:socketLost:500/8603", "streaming", "disconnected:200/0");
            assertThat(lines).hasValue(1);
            assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("hungUp");
            assertThat(record.first("callEnded").path("ledger").path("tracks"))
                    .singleElement()
                    .satisfies(track -> assertThat(track.path("received").asLong())
                            .isEqualTo(sent.samples().get(CALLED)));
        }
    }

    @Test
    @DisplayName("is answered once where the response is lost, and known by its callbacks where none ever comes")
    void lostAnswers() throws Exception {
        try (CallBench bench = bench(Map.of("earshot.acs.requests.backoff.min", "200ms"))) {
            Ring ring = ring(bench, agent(0, 1_500));
            PhoneCall once =
                    service.ring(ring.with(PhoneFaults.NONE.withLostAnswers(1))).call();
            PhoneCall always = service.ring(ring(bench, agent(0, 1_500)).with(PhoneFaults.NONE.withLostAnswers(99)))
                    .call();

            for (PhoneCall call : List.of(once, always)) {
                CallRecord record = bench.awaitEnd(call.correlationId());
                assertThat(record.first("callEnded").path("cause").asText()).isEqualTo("hungUp");
                assertThat(record.words("t1")).isNotEmpty();
                assertThat(answers(call))
                        .as("one answer, asked for again")
                        .hasSizeGreaterThan(1)
                        .extracting(request -> request.headers().get("repeatability-request-id"))
                        .containsOnly(answers(call).get(0).headers().get("repeatability-request-id"));
            }
            assertThat(connection(bench.record(once.correlationId())))
                    .containsExactlyInAnyOrder("answered", "connected", "streaming", "disconnected:200/0");
            assertThat(answers(once)).hasSize(2);
        }
    }

    private List<RecordedRequest> answers(PhoneCall call) {
        return service.requests().stream()
                .filter(request ->
                        request.target().contains(":answer") && request.body().contains(call.correlationId()))
                .toList();
    }

    @Test
    @DisplayName("is left alone where its event comes too late, and told of nothing it has to do with")
    void events() throws Exception {
        try (CallBench bench = bench(Map.of())) {
            Ringing late =
                    service.ring(ring(bench, agent(0, 1_000)).with(PhoneFaults.NONE.withRing(RingDelivery.LATE)));
            assertThat(now(late.taken())).containsExactly(200);
            assertThat(bench.send("GET", "/api/calls/" + late.call().correlationId(), "")
                            .status())
                    .isEqualTo(404);

            CallBench.Answer handshake = bench.send(
                    "POST",
                    "/acs/events",
                    "[{\"id\":\"v\",\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"512d38b6\"}}]");
            assertThat(handshake.body()).hasToString("{\"validationResponse\":\"512d38b6\"}");
            assertThat(bench.send("POST", "/acs/events", "no json").status()).isEqualTo(400);
            assertThat(bench.send("POST", "/acs/events", "[".repeat(5_000)).status())
                    .isEqualTo(400);
            assertThat(bench.send("POST", "/acs/events", " ".repeat(1_048_577)).status())
                    .isEqualTo(413);
            assertThat(bench.send("POST", "/acs/events", "[]").status()).isEqualTo(200);
            assertThat(bench.send("POST", "/acs/callbacks/nobody", "[{}]").status())
                    .isEqualTo(404);
            assertThat(bench.send("POST", "/acs/callbacks/no%20body", "[{}]").status())
                    .isEqualTo(400);
            assertThat(service.requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("is not answered where no resource is configured, which is said")
    void notConfigured() {
        try (CallBench bench = CallBench.open()) {
            CallBench.Answer answer = bench.send("POST", "/acs/events", "[]");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().path("error").path("code").asText()).isEqualTo("answeringNotConfigured");
        }
    }

    @Test
    @DisplayName("goes on without Earshot when that stops, and its media is no longer asked for")
    void leaves() throws Exception {
        PhoneCall call;
        try (CallBench bench = bench(Map.of())) {
            call = service.ring(ring(bench, agent(0, 13_000))).call();
            bench.awaitReceived(call.correlationId(), "t1", Duration.ofMillis(200));
        }
        assertThat(service.requests()).last().satisfies(request -> assertThat(request.target())
                .startsWith("/calling/callConnections/" + call.connectionId() + ":stopMediaStreaming"));
    }

    /** {@code state:cause:detail} of each change of the connection, in order. */
    private static List<String> connection(CallRecord record) {
        return record.all("connectionChanged").stream()
                .map(changed -> String.join(
                        ":",
                        List.of("state", "cause", "detail").stream()
                                .filter(changed::has)
                                .map(member -> changed.path(member).asText())
                                .toList()))
                .toList();
    }

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
