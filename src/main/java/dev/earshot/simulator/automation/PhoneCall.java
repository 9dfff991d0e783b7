package dev.earshot.simulator.automation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions.Channel;
import dev.earshot.simulator.automation.PhoneFaults.CallbackDelivery;
import dev.earshot.simulator.automation.PlatformJson.Ids;
import dev.earshot.simulator.caller.LineEnd;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One phone call, as the platform sees it:
 *
 * <pre>
 *   rings ─▷ answered ─▷ connected ─▷ media ─▷ said all ─▷ disconnected
 *                            │         △  │ the line broke, or the server closed it
 *                            │         │  ▽
 *                            └─▷ media failed ─▷ asked for again: said from the beginning
 * </pre>
 *
 * Safe for any thread. What the server under test makes of it is the test's business.
 */
public final class PhoneCall {

    private final Ids ids;
    private final Ring ring;
    private final BiFunction<URI, String, CompletionStage<Integer>> post;
    private final Supplier<Map<String, String>> credential;
    private final List<JsonNode> callbacks = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<JsonNode> answered = new CompletableFuture<>();
    private final CompletableFuture<AcsCaller.Result> media = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private CompletionStage<?> posted = CompletableFuture.completedFuture(null);
    private String state = "connecting";
    private int mediaFailures;
    private int lostAnswers;
    private boolean playing;
    private boolean stopped;
    private AcsCaller.@Nullable Result broken;
    private @Nullable Throwable notOpened;

    /**
     * Not ringing yet.
     *
     * @param post sends JSON to a URL and gives the status
     * @param credential headers of a media socket
     */
    PhoneCall(
            Ring ring,
            BiFunction<URI, String, CompletionStage<Integer>> post,
            Supplier<Map<String, String>> credential) {
        this.ids = Ids.of(ring.correlationId());
        this.ring = ring;
        this.post = post;
        this.credential = credential;
        this.mediaFailures = ring.faults().mediaFailures();
        this.lostAnswers = ring.faults().lostAnswers();
    }

    Ids ids() {
        return ids;
    }

    Ring ring() {
        return ring;
    }

    /** The name by which the server under test knows the call. */
    public String correlationId() {
        return ids.correlationId();
    }

    public String connectionId() {
        return ids.connectionId();
    }

    /** The body of the request that answered it. */
    public CompletionStage<JsonNode> answered() {
        return answered.minimalCompletionStage();
    }

    /**
     * What was sent over the media socket that closed in good order. Where none did before the server would not hear any more:
     * what was sent over the last one, or the reason why there was none.
     */
    public CompletionStage<AcsCaller.Result> media() {
        return media.minimalCompletionStage();
    }

    /** It was hung up, by either side, and its last callback was sent. */
    public CompletionStage<Void> over() {
        return over.minimalCompletionStage();
    }

    /** All callbacks of the call so far, as they were or would have been delivered. */
    public List<JsonNode> callbacks() {
        synchronized (callbacks) {
            return List.copyOf(callbacks);
        }
    }

    /** What an answer gives. */
    synchronized ObjectNode properties() {
        return PlatformJson.properties(ids, ring, state, text("callbackUri"), answered.isDone() ? "active" : null);
    }

    /** The first answer counts. */
    void onAnswer(JsonNode request) {
        if (answered.complete(request)) {
            connect();
        }
    }

    private synchronized void connect() {
        state = "connected";
        List<ObjectNode> opening = new ArrayList<>();
        opening.add(PlatformJson.withResult(event("CallConnected"), 200, 0, ""));
        opening.add(PlatformJson.withParticipants(event("ParticipantsUpdated"), 1, List.of(ring.called())));
        opening.add(PlatformJson.withParticipants(event("ParticipantsUpdated"), 2, everybody()));
        opening.add(mediaFailures > 0 ? failedAsTold() : started());
        boolean fails = mediaFailures-- > 0;
        deliver(opening);
        if (!fails) {
            dial();
        }
    }

    private List<String> everybody() {
        List<String> all = new ArrayList<>(List.of(ring.called(), ring.caller()));
        all.addAll(ring.others());
        return all;
    }

    private ObjectNode event(String kind) {
        return PlatformJson.callback(ids, kind, text("operationContext"));
    }

    private ObjectNode started() {
        return PlatformJson.withMedia(
                PlatformJson.withResult(event("MediaStreamingStarted"), 200, 0, "Action completed successfully."),
                "mediaStreamingStarted",
                "subscriptionStarted");
    }

    private ObjectNode failed(MediaFailure why) {
        return why.in(event("MediaStreamingFailed"));
    }

    private ObjectNode failedAsTold() {
        return failed(MediaFailure.told(ring.faults().mediaSubCode()));
    }

    private void dial() {
        CompletionStage<AcsCaller.Result> played;
        playing = true;
        try {
            played = ring.media().play(terms());
        } catch (IllegalArgumentException e) {
            played = CompletableFuture.failedFuture(e);
        }
        var unused = played.whenComplete((result, failure) -> onMediaEnd(result, failure));
    }

    private MediaPlayer.Terms terms() {
        JsonNode asked = answered.join().path("mediaStreamingOptions");
        Map<String, String> headers = new HashMap<>(credential.get());
        headers.put("x-ms-call-correlation-id", ids.correlationId());
        return new MediaPlayer.Terms(
                URI.create(asked.path("transportUrl").asText()),
                ids.connectionId(),
                "mixed".equals(asked.path("audioChannelType").asText()) ? Channel.MIXED : Channel.UNMIXED,
                asked.path("audioFormat").asText().contains("24") ? 24_000 : 16_000,
                asked.path("enableDtmfTones").asBoolean(),
                headers);
    }

    private void onMediaEnd(AcsCaller.@Nullable Result result, @Nullable Throwable failure) {
        if (result != null && result.end() instanceof LineEnd.HungUp) {
            synchronized (this) {
                playing = false;
            }
            media.complete(result);
            hangUp();
        } else {
            onMediaLost(result, failure);
        }
    }

    private synchronized void onMediaLost(AcsCaller.@Nullable Result result, @Nullable Throwable failure) {
        playing = false;
        broken = result == null ? broken : result;
        notOpened = failure;
        if (stopped || disconnected()) {
            settleMedia();
        } else {
            deliver(List.of(failed(result == null ? MediaFailure.notOpened(failure) : MediaFailure.interrupted())));
        }
    }

    /** No further media will come, once the socket that is open has closed. */
    private void settleMedia() {
        if (playing) {
            return;
        }
        if (broken != null) {
            media.complete(broken);
        } else {
            media.completeExceptionally(
                    notOpened == null ? new IllegalStateException("its media was never asked for") : notOpened);
        }
    }

    /** Media was asked for again. A line that is there, or dials again by itself, stays the only one. */
    synchronized void onStartMedia() {
        stopped = false;
        if (playing) {
            deliver(List.of(started()));
            return;
        }
        boolean fails = mediaFailures-- > 0;
        deliver(List.of(fails ? failedAsTold() : started()));
        if (!fails) {
            dial();
        }
    }

    synchronized void onStopMedia() {
        stopped = true;
        settleMedia();
        deliver(List.of(PlatformJson.withMedia(
                PlatformJson.withResult(event("MediaStreamingStopped"), 200, 0, "Action completed successfully."),
                "mediaStreamingStopped",
                "subscriptionStopped")));
    }

    /** Somebody hangs up. Media that is under way goes on until its own end, as it does on the way through a network. */
    public synchronized void hangUp() {
        if (!state.equals("disconnected")) {
            state = "disconnected";
            settleMedia();
            deliver(List.of(PlatformJson.withResult(event("CallDisconnected"), 200, 0, "")));
            var unused = posted.whenComplete((done, failure) -> over.complete(null));
        }
    }

    synchronized boolean disconnected() {
        return state.equals("disconnected");
    }

    /** Whether the response to a request to answer it is lost on its way. */
    synchronized boolean losesAnswer() {
        return lostAnswers-- > 0;
    }

    private String text(String member) {
        return answered.isDone() ? answered.join().path(member).asText() : "";
    }

    /** One after the other: what was delivered before has arrived. */
    private void deliver(List<ObjectNode> events) {
        if (!answered.isDone()) {
            return;
        }
        callbacks.addAll(events);
        CallbackDelivery delivery = ring.faults().callbacks();
        List<List<ObjectNode>> bodies = new ArrayList<>();
        switch (delivery) {
            case NEVER -> {}
            case TOGETHER -> {
                List<ObjectNode> all = new ArrayList<>(events);
                all.add(0, event("PlayCompleted"));
                all.add(event("SomethingNobodyHasHeardOf"));
                bodies.add(all);
            }
            case ONE_BY_ONE -> events.forEach(event -> bodies.add(List.of(event)));
            case TWICE ->
                events.forEach(event -> {
                    bodies.add(List.of(event));
                    bodies.add(List.of(event));
                });
            case REVERSED -> {
                List<ObjectNode> reversed = new ArrayList<>(events);
                Collections.reverse(reversed);
                reversed.forEach(event -> bodies.add(List.of(event)));
            }
        }
        URI uri = URI.create(text("callbackUri"));
        for (List<ObjectNode> body : bodies) {
            posted = posted.handle((before, failure) -> before)
                    .thenCompose(before -> post.apply(uri, PlatformJson.array(body)));
        }
    }
}
