package dev.earshot.realtime;

import static dev.earshot.realtime.RecordingListener.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.cloud.AccessToken;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.TokenCache;
import dev.earshot.cloud.TokenDesk;
import dev.earshot.cloud.TokenSource;
import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.AudioLoops;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service sees of a credential, and what becomes of a session that waits for one. All calls share one thread. */
class CredentialIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private final AudioLoops loops = AudioLoops.start(1);
    private final ExecutorService blockable = Executors.newCachedThreadPool();
    private final RecordingListener listener = new RecordingListener();
    private final TokenDesk desk = new TokenDesk();
    private final List<WebSocketTransport> transports = new ArrayList<>();
    private ScriptedService service;

    @BeforeEach
    void serve() throws Exception {
        service = new ScriptedService();
    }

    @AfterEach
    void end() throws Exception {
        transports.forEach(WebSocketTransport::close);
        service.close();
        loops.close();
        blockable.shutdownNow();
    }

    @Test
    void nothingIsShownWhereNothingIsThere() throws Exception {
        dial(new RealtimeCredential.None());
        assertThat(shown()).isEmpty();
    }

    @Test
    void aBearerKeyIsShownAsOne() throws Exception {
        dial(new RealtimeCredential.BearerKey("k3y"));
        assertThat(shown()).containsExactly("authorization: Bearer k3y");
    }

    @Test
    void anApiKeyIsShownAsOne() throws Exception {
        dial(new RealtimeCredential.ApiKey("k3y"));
        assertThat(shown()).containsExactly("api-key: k3y");
    }

    @Test
    void aTokenIsFetchedThenShownAndShownAgainUntilItExpires() throws Exception {
        WebSocketTransport transport = transport(identity(PATIENCE));
        transport.connect("c", listener);
        awaitAsked(1);
        desk.gives("t0ken", HOUR);
        assertThat(shown()).containsExactly("authorization: Bearer t0ken");
        transport.connect("c", new RecordingListener());
        assertThat(shown()).containsExactly("authorization: Bearer t0ken");

        desk.passes(HOUR);
        transport.connect("c", new RecordingListener());
        awaitAsked(2);
        desk.gives("n3xt", HOUR);
        assertThat(shown()).containsExactly("authorization: Bearer n3xt");
    }

    @Test
    void aTokenThatDoesNotComeEndsTheSessionAndTheServiceNeverHearsOfIt() throws Exception {
        dial(identity(Duration.ofMillis(50)));
        assertEnded(SessionCause.TOKEN_UNAVAILABLE, "no token for PT0.05S");
        assertNobodyCame();
    }

    @Test
    void anIdentityThatIsRefusedEndsTheSessionForGood() throws Exception {
        dial(identity(PATIENCE));
        awaitAsked(1);
        desk.fails(new NoTokenException(NoTokenException.Kind.REFUSED, "Entra answered 401 AADSTS7000215"));
        assertEnded(SessionCause.IDENTITY_REFUSED, "Entra answered 401 AADSTS7000215");
        assertThat(SessionCause.IDENTITY_REFUSED.fatal()).isTrue();
        assertNobodyCame();
    }

    /** The source blocks its thread for good, which is what the worst of them do; calls on the same audio thread go on. */
    @Test
    void aSourceThatBlocksHarmsNoOtherCall() throws Exception {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        CompletableFuture<AccessToken> never = new CompletableFuture<>();
        TokenSource blocking = () -> {
            entered.complete(null);
            never.join();
            return never;
        };
        dial(new RealtimeCredential.Identity(new TokenCache(blocking, PATIENCE, blockable, desk)));
        entered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        RecordingListener other = new RecordingListener();
        RealtimeConnection connection = transport(new RealtimeCredential.None()).connect("other", other);
        service.accept();
        other.awaitOpened();
        connection.execute(() -> {
            connection.append(new byte[] {1, 2, 3, 4}, 4);
            connection.flush();
        });
        assertThat(service.read().text()).contains("input_audio_buffer.append");
        assertThat(listener.told).isEmpty();
        never.complete(new AccessToken("late", desk.instant().plus(HOUR)));
    }

    @Test
    void aSessionThatIsGivenUpWhileItWaitsForItsTokenIsNotDialled() throws Exception {
        RealtimeConnection connection = dial(identity(PATIENCE));
        awaitAsked(1);
        connection.execute(connection::close);
        onItsThread();
        desk.gives("t0ken", HOUR);
        onItsThread();
        assertNobodyCame();
        assertThat(listener.told).isEmpty();
    }

    /** Another connection is the first one that comes. */
    private void assertNobodyCame() throws Exception {
        transport(new RealtimeCredential.ApiKey("other")).connect("c", new RecordingListener());
        assertThat(shown()).containsExactly("api-key: other");
    }

    private void assertEnded(SessionCause cause, String detail) {
        ConnectionEnd end = listener.awaitEnd();
        assertThat(SessionCause.ofEnd(end)).isEqualTo(cause);
        assertThat(CloseDetail.of(end)).isEqualTo(detail);
        assertThat(listener.told).containsExactly("ended");
    }

    private RealtimeCredential identity(Duration timeout) {
        return new RealtimeCredential.Identity(new TokenCache(desk, timeout, blockable, desk));
    }

    private RealtimeConnection dial(RealtimeCredential credential) {
        return transport(credential).connect("c", listener);
    }

    private WebSocketTransport transport(RealtimeCredential credential) {
        URI uri = URI.create("ws://127.0.0.1:" + service.port() + "/v1/realtime");
        WebSocketTransport transport = new WebSocketTransport(loops, new RealtimeEndpoint(uri, credential, 64 * 1_024));
        transports.add(transport);
        return transport;
    }

    private void awaitAsked(int times) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(desk.timesAsked()).isEqualTo(times));
    }

    /** What was under way on the audio thread is done. */
    private void onItsThread() throws Exception {
        loops.of("c").submit(() -> {}).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The headers of the next request that say who we are. */
    private List<String> shown() throws Exception {
        FutureTask<String> request = ScriptedService.beside(service::awaitRequest);
        return ScriptedService.result(request)
                .lines()
                .map(line -> line.substring(0, line.indexOf(':') + 1).toLowerCase(Locale.ROOT)
                        + line.substring(line.indexOf(':') + 1))
                .filter(line -> line.startsWith("authorization:") || line.startsWith("api-key:"))
                .toList();
    }
}
