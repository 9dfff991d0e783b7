package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.realtime.Fault.Alteration;
import dev.earshot.simulator.realtime.Fault.Moment;
import dev.earshot.simulator.realtime.FaultTarget.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the HTTP request with which a client comes: lets it in, or does not, by the rules or by a fault. */
final class Entrance {

    private static final Logger log = LoggerFactory.getLogger(Entrance.class);

    private final ActorSystem<?> system;
    private final Access access;
    private final Sessions sessions;

    /** Where one who is let in goes. */
    interface Sessions {

        /** The number of an attempt that begins now. */
        int nextAttempt();

        List<Faults.Chosen> faults(int attempt);

        Flow<Message, Message, NotUsed> open(int attempt, String model, Connection connection);
    }

    Entrance(ActorSystem<?> system, Access access, Sessions sessions) {
        this.system = system;
        this.access = access;
        this.sessions = sessions;
    }

    CompletionStage<HttpResponse> answer(HttpRequest request, Connection connection) {
        request.discardEntityBytes(system);
        Optional<WebSocketUpgrade> upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        Access.Answer answer = access.answer(knock(request));
        if (upgrade.isEmpty()) {
            return CompletableFuture.completedFuture(withoutSession(answer));
        }
        int attempt = sessions.nextAttempt();
        List<Faults.Chosen> faults = sessions.faults(attempt);
        Executor later = CompletableFuture.delayedExecutor(delay(faults).toMillis(), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(
                () -> deed(faults)
                        .map(strike -> instead(strike, attempt, connection))
                        .orElseGet(() -> upgraded(upgrade.get(), answer, attempt, connection)),
                delay(faults).isZero() ? Runnable::run : later);
    }

    private static Access.Knock knock(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach(header -> headers.put(header.lowercaseName(), header.value()));
        return new Access.Knock(
                request.getUri().path(), request.getUri().query().toMap(), headers);
    }

    private static HttpResponse withoutSession(Access.Answer answer) {
        if (!(answer instanceof Access.Answer.Refused refused)) {
            return HttpResponse.create().withStatus(StatusCodes.UPGRADE_REQUIRED);
        }
        ObjectNode body = Json.object();
        body.putObject("error").put("code", refused.code()).put("message", refused.message());
        return HttpResponse.create()
                .withStatus(refused.status())
                .withEntity(ContentTypes.APPLICATION_JSON, Json.write(body));
    }

    private HttpResponse upgraded(WebSocketUpgrade upgrade, Access.Answer answer, int attempt, Connection connection) {
        if (answer instanceof Access.Answer.Refused) {
            return withoutSession(answer);
        }
        if (answer instanceof Access.Answer.TurnedAway no) {
            return upgrade.handleMessagesWith(turnedAway(no, connection));
        }
        String model = ((Access.Answer.Welcome) answer).model();
        return upgrade.handleMessagesWith(sessions.open(attempt, model, connection));
    }

    /** An error event, and the end. */
    private static Flow<Message, Message, NotUsed> turnedAway(Access.Answer.TurnedAway no, Connection connection) {
        connection.closeWith(no.closeCode(), Access.closeReason(no.code()));
        ObjectNode error = new RejectedException(no.code(), null, no.message())
                .toEvent(Json.object().nullNode());
        Message told = TextMessage.create(Json.write(error));
        return Flow.fromSinkAndSourceCoupled(Sink.ignore(), Source.single(told));
    }

    private static Duration delay(List<Faults.Chosen> faults) {
        return faults.stream()
                .map(Faults.Chosen::fault)
                .map(fault -> fault instanceof Fault.Change change
                                && change.target().side() == Side.UPGRADE
                                && change.alteration() instanceof Alteration.Delay delay
                        ? delay.duration()
                        : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Optional<Fault.Strike> deed(List<Faults.Chosen> faults) {
        return faults.stream()
                .map(Faults.Chosen::fault)
                .filter(Fault.Strike.class::isInstance)
                .map(Fault.Strike.class::cast)
                .filter(strike -> strike.moment() instanceof Moment.Upgrade)
                .findFirst();
    }

    /** What a fault does instead of the upgrade. */
    private static HttpResponse instead(Fault.Strike strike, int attempt, Connection connection) {
        log.atInfo()
                .addKeyValue("attempt", attempt)
                .addKeyValue("fault", strike.words())
                .log("fault played");
        if (strike.deed() instanceof Deed.Refuse refuse) {
            HttpResponse refusal = HttpResponse.create().withStatus(refuse.status());
            return refuse.retryAfterSeconds() == 0
                    ? refusal
                    : refusal.addHeader(RawHeader.create("Retry-After", "" + refuse.retryAfterSeconds()));
        }
        if (strike.deed() instanceof Deed.Reset) {
            connection.reset();
        } else {
            connection.silence();
        }
        return HttpResponse.create().withStatus(StatusCodes.SERVICE_UNAVAILABLE);
    }
}
