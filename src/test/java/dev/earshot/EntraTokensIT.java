package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.earshot.cloud.AccessToken;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.NoTokenException.Kind;
import dev.earshot.realtime.TestCertificates;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An identity of the environment's, with Azure's own library, and an Entra that is on this machine. */
class EntraTokensIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AZURE_TENANT_ID", "6a7c0f9e-1111-2222-3333-444455556666",
            "AZURE_CLIENT_ID", "0b1c2d3e-7777-8888-9999-aaaabbbbcccc",
            "AZURE_CLIENT_SECRET", "hush");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TokenEndpoint entra;
    private HttpClient.Builder trusting;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "ip:127.0.0.1");
        entra = new TokenEndpoint(certificates.serverContext());
        SSLContext trust = SSLContext.getInstance("TLS");
        trust.init(null, certificates.trust().getTrustManagers(), null);
        trusting = HttpClient.newBuilder().sslContext(trust);
    }

    @AfterEach
    void end() {
        entra.close();
        threads.shutdownNow();
    }

    @Test
    void aTokenIsFetchedForTheScopeAndHasItsExpiry() throws Exception {
        entra.answers(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t0ken\"}");
        AccessToken token = fetch(EntraIdentity.ENVIRONMENT, ENVIRONMENT);
        assertThat(token.value()).isEqualTo("t0ken");
        assertThat(token.expiresAt()).isBetween(Instant.now(), Instant.now().plusSeconds(3_600));
        assertThat(entra.requests()).singleElement().satisfies(request -> assertThat(request)
                .startsWith("/6a7c0f9e-1111-2222-3333-444455556666/oauth2/v2.0/token")
                .contains("client_id=0b1c2d3e-7777-8888-9999-aaaabbbbcccc")
                .containsPattern("scope=[^&]*https%3A%2F%2Fcognitiveservices.azure.com%2F.default(&|$)"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, AADSTS7000215, REFUSED",
        "400, unauthorized_client, AADSTS700016, REFUSED",
        "500, server_error, AADSTS90033, UNAVAILABLE",
        "503, temporarily_unavailable, AADSTS90033, UNAVAILABLE",
        "429, throttled, AADSTS90055, UNAVAILABLE"
    })
    void aRefusalIsToldApartFromAFailureAndNeverQuoted(int status, String error, String code, Kind kind) {
        entra.answers(
                status,
                "{\"error\":\"" + error + "\",\"error_description\":\"" + code
                        + ": No. The secret 'hush' of app '0b1c2d3e' is wrong.\",\"error_codes\":[1]}");
        NoTokenException none = failure(EntraIdentity.ENVIRONMENT, ENVIRONMENT);
        assertThat(none.kind()).isEqualTo(kind);
        assertThat(none).hasMessage("Entra answered " + status + " " + code).hasNoCause();
        assertThat(entra.requests())
                .as("asked once: who asks comes back by himself")
                .hasSize(1);
    }

    @Test
    void anEnvironmentWithoutAnIdentityMayGetOneLater() {
        NoTokenException none = failure(EntraIdentity.ENVIRONMENT, Map.of());
        assertThat(none.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(none).hasMessage("CredentialUnavailableException");
        assertThat(entra.requests()).isEmpty();
    }

    @Test
    void whereNobodyListensNothingIsRefused() {
        entra.close();
        NoTokenException none = failure(EntraIdentity.ENVIRONMENT, ENVIRONMENT);
        assertThat(none.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(none.getMessage()).doesNotContain("hush");
    }

    @Test
    void ofTheWholeChainTheEnvironmentComesFirst() throws Exception {
        entra.answers(200, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t0ken\"}");
        assertThat(fetch(EntraIdentity.DEFAULT, ENVIRONMENT).value()).isEqualTo("t0ken");
    }

    private AccessToken fetch(EntraIdentity identity, Map<String, String> environment) throws Exception {
        return new EntraTokens(SCOPE, () -> credential(identity, environment))
                .fetch()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private NoTokenException failure(EntraIdentity identity, Map<String, String> environment) {
        Throwable thrown = catchThrowable(() -> fetch(identity, environment));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(NoTokenException.class);
        return (NoTokenException) thrown.getCause();
    }

    private TokenCredential credential(EntraIdentity identity, Map<String, String> environment) {
        return EntraTokens.builder(identity, environment, threads)
                .httpClient(new JdkHttpClientBuilder(trusting).build())
                .authorityHost(entra.url())
                .disableInstanceDiscovery()
                .build();
    }
}
