package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.access.AccessMeter;
import dev.earshot.access.CallSecrets;
import dev.earshot.access.Entrance;
import dev.earshot.access.KeyCache;
import dev.earshot.access.KeyFetch;
import dev.earshot.access.SharedSecrets;
import dev.earshot.access.TokenCheck;
import dev.earshot.access.TokenPolicy;
import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.AcsTokens.Flaw;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The door before routes that the platform posts to, with tokens of a platform that has its keys on HTTP. */
@DisplayName("The door for posts")
class AcsDoorIT {

    private static final ActorTestKit kit = ActorTestKit.create();
    private static final AcsTokens tokens = AcsTokens.create();
    private static final CallSecrets SECRETS = new CallSecrets(List.of("0123456789abcdef0123456789abcdef"));
    private static final SharedSecrets EVENTS = new SharedSecrets(List.of("events-0123456789"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger inside = new AtomicInteger();

    @AfterAll
    static void close() {
        tokens.close();
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("lets a callback in by its token, and tells a bad one what is wrong with it")
    void callbackTokens() throws Exception {
        AcsAccess access = new AcsAccess(check(), null, null);
        assertThat(callback(access, "c", tokens.bearer(AcsTokens.CALLBACK_LIFE)))
                .isEqualTo("200 in");
        assertThat(callback(access, "c", "")).startsWith("401 {\"error\":{\"code\":\"noToken\"");
        assertThat(callback(access, "c", tokens.bearer(Flaw.EXPIRED)))
                .startsWith("401 {\"error\":{\"code\":\"expired\"");
        assertThat(callback(access, "c", tokens.bearer(Flaw.UNSIGNED))).contains("wrongAlgorithm");
        assertThat(inside).as("requests that came through").hasValue(1);
        assertThat(meters.counter("earshot.access.refused", "entrance", "callbacks", "cause", "expired")
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("lets a callback in by the secret of its own URL alone")
    void callbackSecrets() throws Exception {
        AcsAccess access = new AcsAccess(null, SECRETS, null);
        String secret = SECRETS.of(Entrance.CALLBACKS, "c");
        assertThat(callback(access, "c?secret=" + secret, "")).isEqualTo("200 in");
        assertThat(callback(access, "c", "")).contains("401", "noSecret");
        assertThat(callback(access, "d?secret=" + secret, "")).contains("403", "wrongSecret");
        assertThat(callback(access, "c?secret=" + SECRETS.of(Entrance.MEDIA, "c"), ""))
                .contains("403", "wrongSecret");
    }

    @Test
    @DisplayName("lets events in by their secret, in the query or in a header, and by no call's")
    void events() throws Exception {
        AcsAccess access = new AcsAccess(check(), SECRETS, EVENTS);
        assertThat(post(access, HttpRequest.POST("/events?secret=events-0123456789")))
                .isEqualTo("200 in");
        assertThat(post(access, HttpRequest.POST("/events").addHeader(header("x-earshot-secret", "events-0123456789"))))
                .isEqualTo("200 in");
        assertThat(post(access, HttpRequest.POST("/events"))).contains("401", "noSecret");
        assertThat(post(access, HttpRequest.POST("/events?secret=" + SECRETS.of(Entrance.CALLBACKS, "c"))))
                .contains("403", "wrongSecret");
    }

    @Test
    @DisplayName("lets everything in where nothing is asked for")
    void open() throws Exception {
        assertThat(callback(AcsAccess.OPEN, "c", "")).isEqualTo("200 in");
        assertThat(post(AcsAccess.OPEN, HttpRequest.POST("/events"))).isEqualTo("200 in");
        assertThat(AcsAccess.OPEN.secretOf(Entrance.MEDIA, "c")).isEmpty();
    }

    private static TokenCheck check() {
        KeyCache keys = new KeyCache(
                new KeyFetch(URI.create(tokens.jwksUrl()), Duration.ofSeconds(30)),
                KeyCache.Times.with(Duration.ofSeconds(30)),
                () -> 0);
        return new TokenCheck(
                keys,
                new TokenPolicy(AcsTokens.ISSUER, Set.of(tokens.audience()), Duration.ofMinutes(1)),
                Clock.systemUTC());
    }

    private String callback(AcsAccess access, String call, String authorization) throws Exception {
        HttpRequest request = HttpRequest.POST("/callbacks/" + call);
        return post(
                access, authorization.isEmpty() ? request : request.addHeader(header("Authorization", authorization)));
    }

    private static HttpHeader header(String name, String value) {
        return RawHeader.create(name, value);
    }

    /** Status and body. */
    private String post(AcsAccess access, HttpRequest request) throws Exception {
        AcsDoor door = new AcsDoor(access, new AccessMeter(meters, () -> 0));
        Route in = Directives.complete("in");
        Route routes = Directives.concat(
                Directives.path("events", () -> door.events(() -> counted(in))),
                Directives.pathPrefix(
                        "callbacks",
                        () -> Directives.path(
                                PathMatchers.segment(), call -> door.callbacks(call, () -> counted(in)))));
        HttpResponse answer = routes.function(kit.system())
                .apply(request)
                .toCompletableFuture()
                .get();
        String body = answer.entity()
                .toStrict(1_000, kit.system())
                .toCompletableFuture()
                .get()
                .getData()
                .utf8String();
        return answer.status().intValue() + " " + body;
    }

    private Route counted(Route inner) {
        inside.incrementAndGet();
        return inner;
    }
}
