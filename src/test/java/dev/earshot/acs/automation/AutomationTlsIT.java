package dev.earshot.acs.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.earshot.Patience;
import dev.earshot.realtime.TestCertificates;
import dev.earshot.simulator.automation.AutomationServer;
import dev.earshot.simulator.automation.AutomationServerSettings;
import dev.earshot.simulator.automation.RecordedRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Call Automation behind TLS")
class AutomationTlsIT {

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "tls");

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        system.terminate();
    }

    @Test
    @DisplayName("is asked, by signed requests, where its certificate is vouched for")
    void trusted() throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "ip:127.0.0.1");
        AutomationServer server = server(certificates);

        assertThat(now(client(server, trusting(certificates)).hangUp("unknown")))
                .isEqualTo(Done.getInstance());
        assertThat(server.requests())
                .extracting(RecordedRequest::method, request -> request.target().split("\\?", 2)[0])
                .containsExactly(tuple("POST", "/calling/callConnections/unknown:terminate"));
    }

    @Test
    @DisplayName("is told nothing where nobody vouches for its certificate")
    void untrusted() throws Exception {
        AutomationServer server = server(TestCertificates.selfSigned(folder, "ip:127.0.0.1"));

        assertRefused(server, SSLContext.getDefault());
    }

    @Test
    @DisplayName("is told nothing where its certificate is another host's")
    void anotherHost() throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "dns:elsewhere.example");
        AutomationServer server = server(certificates);

        assertRefused(server, trusting(certificates));
    }

    private void assertRefused(AutomationServer server, SSLContext trust) {
        Throwable failure = catchThrowable(() -> now(client(server, trust).hangUp("unknown")));

        assertThat(RetriedRequest.reason(failure)).isEqualTo(AutomationCause.UNREACHABLE);
        assertThat(failure).hasStackTraceContaining("SSLHandshakeException");
        assertThat(server.requests()).isEmpty();
    }

    private AutomationServer server(TestCertificates certificates) throws Exception {
        return AutomationServer.start(
                system,
                AutomationServerSettings.usual().withTls(ConnectionContext.httpsServer(certificates.serverContext())));
    }

    private CallAutomation client(AutomationServer server, SSLContext trust) {
        Duration once = Duration.ofSeconds(1);
        AutomationSettings settings = new AutomationSettings(
                server.endpoint(),
                "2026-03-12",
                new AutomationCredential.AccessKey(AutomationServerSettings.DEFAULT_KEY),
                new AutomationSettings.Retries(Patience.LIMIT, 1, once, once, once));
        return CallAutomationClient.create(
                system, settings, new SimpleMeterRegistry(), ConnectionContext.httpsClient(trust));
    }

    private static SSLContext trusting(TestCertificates certificates) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, certificates.trust().getTrustManagers(), null);
        return context;
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
