package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.access.CallSecrets;
import dev.earshot.access.Entrance;
import dev.earshot.server.RawClient;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsTokens;
import dev.earshot.simulator.AcsTokens.Flaw;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The media door of a whole Earshot, from outside. */
@DisplayName("The door for media")
class WhoMayComeInIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final CallSecrets SECRETS = new CallSecrets(List.of(KEY));

    /** @param error the code in the answer; empty for one that switches */
    private record Answer(int status, String error, String head) {}

    @Test
    @DisplayName("opens to a good token, and tells each bad one what is wrong with it, before the upgrade")
    void tokens() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                AcsTokens tokens = AcsTokens.create();
                CallBench bench = CallBench.open(jwt(tokens))) {
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.EXPIRED)), 401, "expired");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.NOT_YET_VALID)), 401, "notYetValid");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.NO_EXPIRY)), 401, "noExpiry");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.WRONG_AUDIENCE)), 401, "wrongAudience");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.WRONG_ISSUER)), 401, "wrongIssuer");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.UNSIGNED)), 401, "wrongAlgorithm");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.PUBLIC_KEY_AS_SECRET)), 401, "wrongAlgorithm");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.UNKNOWN_KEY)), 401, "unknownKey");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.FORGED)), 401, "wrongSignature");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.TOO_LARGE)), 401, "tokenTooLarge");
            assertRefused(dial(bench, "c", authorization(tokens, Flaw.NO_TOKEN_AT_ALL)), 401, "malformedToken");
            Answer none = dial(bench, "c");
            assertRefused(none, 401, "noToken");
            assertThat(none.head()).containsIgnoringCase("www-authenticate: bearer");
            assertRefused(dial(bench, "c", "Authorization: Basic YTpi"), 401, "noToken");
            assertThat(bench.send("GET", "/api/calls/c", "").status())
                    .as("no call came of it")
                    .isEqualTo(404);

            assertThat(dial(bench, "c", "Authorization: Bearer eyJ" + "x".repeat(10_000))
                            .status())
                    .isEqualTo(431);

            String good = tokens.bearer();
            AcsCaller.Result sent = bench.place(
                            bench.call("c", RecordedSpeech.agent(0, 1_000)).header("Authorization", good))
                    .join();
            bench.awaitEnd("c");
            PerfectBooks.assertOf(bench, "c", sent);

            assertThat(bench.metrics())
                    .contains("earshot_access_refused_total{cause=\"wrongAlgorithm\",entrance=\"media\"} 2.0");
            assertThat(log.lines())
                    .noneMatch(line -> line.contains("eyJ") || line.contains(good.substring(7)))
                    .anyMatch(line -> line.contains("cause=\"expired\"") && line.contains("entrance=\"media\""));
            assertThat(log.troubles()).isEmpty();
        }
    }

    @Test
    @DisplayName("follows the platform to its next key, and no longer takes the last one")
    void rotation() throws Exception {
        try (AcsTokens tokens = AcsTokens.create();
                CallBench bench = CallBench.open(jwt(tokens))) {
            String old = "Authorization: " + tokens.bearer();
            assertThat(dial(bench, "c-1", old).status()).isEqualTo(101);
            tokens.rotate();
            String young = "Authorization: " + tokens.bearer();
            await().until(() -> dial(bench, "c-2", young).status() == 101);
            assertRefused(dial(bench, "c-1", old), 401, "unknownKey");
        }
    }

    @Test
    @DisplayName("says that it cannot judge while there are no keys, and opens when there are")
    void keysComeLater() throws Exception {
        int port = FreePort.find();
        Map<String, String> settings = Map.of(
                "earshot.acs.auth",
                "jwt",
                "earshot.acs.audience",
                AcsTokens.AUDIENCE,
                "earshot.acs.jwks-cooldown",
                "1s",
                "earshot.acs.jwks-url",
                "http://127.0.0.1:" + port + "/keys");
        try (CallBench bench = CallBench.open(settings)) {
            try (AcsTokens elsewhere = AcsTokens.create()) {
                assertRefused(dial(bench, "c", "Authorization: " + elsewhere.bearer()), 503, "keysUnavailable");
            }
            try (AcsTokens tokens = AcsTokens.create(AcsTokens.AUDIENCE, port)) {
                await().until(() ->
                        dial(bench, "c", "Authorization: " + tokens.bearer()).status() == 101);
            }
        }
    }

    @Test
    @DisplayName("opens to the secret of the call's URL, in its path or its query, and to no other call's")
    void secrets() throws Exception {
        try (CapturedLog log = CapturedLog.open();
                CallBench bench = CallBench.open(Map.of(
                        "earshot.acs.auth", "secret", "earshot.acs.call-key", KEY, "earshot.call.grace", "1 minute"))) {
            String secret = SECRETS.of(Entrance.MEDIA, "c-1");
            assertRefused(dial(bench, "c-1"), 401, "noSecret");
            assertRefused(dial(bench, "c-1/wrong"), 403, "wrongSecret");
            assertRefused(dial(bench, "c-1?secret=wrong"), 403, "wrongSecret");
            assertThat(dial(bench, "c-1?secret=%zz").status()).isEqualTo(400);
            assertRefused(dial(bench, "c-2/" + secret), 403, "wrongSecret");
            assertRefused(dial(bench, "c-1/" + SECRETS.of(Entrance.CALLBACKS, "c-1")), 403, "wrongSecret");
            assertThat(dial(bench, "c-1/" + secret).status()).isEqualTo(101);
            assertThat(dial(bench, "c-1?secret=" + secret).status()).isEqualTo(101);
            assertThat(log.lines()).noneMatch(line -> line.contains(secret) || line.contains("%zz"));
            assertThat(log.troubles()).isEmpty();
        }
    }

    @Test
    @DisplayName("opens to token and secret alone, where both are asked for")
    void both() throws Exception {
        try (AcsTokens tokens = AcsTokens.create()) {
            Map<String, String> settings = new HashMap<>(jwt(tokens));
            settings.put("earshot.acs.auth", "both");
            settings.put("earshot.acs.call-key", KEY);
            try (CallBench bench = CallBench.open(settings)) {
                String path = "c/" + SECRETS.of(Entrance.MEDIA, "c");
                String token = "Authorization: " + tokens.bearer();
                assertRefused(dial(bench, path), 401, "noToken");
                assertRefused(dial(bench, "c", token), 401, "noSecret");
                assertRefused(dial(bench, path, authorization(tokens, Flaw.EXPIRED)), 401, "expired");
                assertThat(dial(bench, path, token).status()).isEqualTo(101);
            }
        }
    }

    @Test
    @DisplayName("keeps a call to the platform's call that brought its first socket")
    void connection() throws Exception {
        try (CallBench bench = CallBench.open(Map.of("earshot.call.grace", "1 minute"))) {
            assertThat(dial(bench, "c", "x-ms-call-connection-id: acs-1").status())
                    .isEqualTo(101);
            assertThat(dial(bench, "c", "x-ms-call-connection-id: acs-1").status())
                    .isEqualTo(101);
            assertRefused(dial(bench, "c", "x-ms-call-connection-id: acs-2"), 403, "wrongCallConnection");
            assertRefused(dial(bench, "c"), 403, "wrongCallConnection");
            assertRefused(dial(bench, "other", "x-ms-call-connection-id: acs-1"), 403, "wrongCallConnection");
            assertThat(dial(bench, "unnamed").status()).isEqualTo(101);
        }
    }

    @Test
    @DisplayName("is not opened to one call all the time, and to another as before")
    void dials() throws Exception {
        try (CallBench bench = CallBench.open(Map.of("earshot.call.grace", "1 minute"))) {
            Answer answer = dial(bench, "c");
            for (int i = 0; i < 100 && answer.status() == 101; i++) {
                answer = dial(bench, "c");
            }
            assertRefused(answer, 429, "tooManyDials");
            assertThat(answer.head()).containsIgnoringCase("retry-after: 1");
            assertThat(dial(bench, "other").status()).isEqualTo(101);
        }
    }

    private static Map<String, String> jwt(AcsTokens tokens) {
        return Map.of(
                "earshot.acs.auth",
                "jwt",
                "earshot.acs.audience",
                tokens.audience(),
                "earshot.acs.jwks-cooldown",
                "1s",
                "earshot.acs.jwks-url",
                tokens.jwksUrl());
    }

    private static String authorization(AcsTokens tokens, Flaw flaw) {
        return "Authorization: " + tokens.bearer(flaw);
    }

    private static void assertRefused(Answer answer, int status, String error) {
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(status);
    }

    /** Dials, and hangs up at once where it is let in. */
    private static Answer dial(CallBench bench, String call, String... headers) throws IOException {
        try (RawClient client = new RawClient(bench.address())) {
            client.send(RawClient.upgrade("/acs/media/" + call, headers));
            RawClient.Answer answer = client.answer();
            JsonNode body = answer.text().startsWith("{") ? JSON.readTree(answer.text()) : JSON.createObjectNode();
            return new Answer(answer.status(), body.path("error").path("code").asText(), answer.head());
        }
    }
}
