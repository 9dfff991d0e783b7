package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.realtime.RealtimeTransport.ConnectionEnd;
import dev.earshot.sockets.AudioLoops;
import dev.earshot.sockets.SocketEnd;
import dev.earshot.sockets.WireFrames;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service behind TLS: who it is, is checked. */
class SecureTransportIT {

    private final AudioLoops loops = AudioLoops.start(1);
    private final RecordingListener listener = new RecordingListener();
    private WebSocketTransport transport;
    private ScriptedService service;
    private RealtimeConnection connection;

    @TempDir
    private Path folder;

    @AfterEach
    void end() throws Exception {
        transport.close();
        service.close();
        loops.close();
    }

    @Test
    void aTrustedServiceIsSpokenWithAndSaysGoodbye() throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "ip:127.0.0.1");
        dial(certificates, SslContextBuilder.forClient().trustManager(certificates.trust()));
        service.accept(WireFrames.unmasked(WireFrames.TEXT, WireFrames.bytes("x".repeat(40_000))));
        listener.awaitOpened();
        connection.execute(() -> {
            connection.send("over TLS");
            connection.flush();
        });
        assertThat(service.read().text()).isEqualTo("over TLS");
        service.send(WireFrames.unmasked(WireFrames.CLOSE, WireFrames.closing(1000, "bye")));
        assertThat(listener.awaitEnd()).isEqualTo(new ConnectionEnd.Ended(new SocketEnd.Closed(1000, "bye")));
        assertThat(listener.texts).containsExactly("x".repeat(40_000));
        assertThat(service.read().closeCode()).isEqualTo(1000);
        service.awaitGone();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        dial(TestCertificates.selfSigned(folder, "ip:127.0.0.1"), SslContextBuilder.forClient());
        assertRefusedByUs();
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
        TestCertificates certificates = TestCertificates.selfSigned(folder, "dns:elsewhere.example");
        dial(certificates, SslContextBuilder.forClient().trustManager(certificates.trust()));
        assertRefusedByUs();
    }

    /** The request with its key has not left. */
    private void assertRefusedByUs() throws Exception {
        FutureTask<String> request = ScriptedService.beside(service::awaitRequest);
        assertThat(listener.awaitEnd())
                .isInstanceOfSatisfying(ConnectionEnd.Unreachable.class, end -> assertThat(end.cause())
                        .hasRootCauseInstanceOf(Exception.class)
                        .satisfiesAnyOf(
                                cause -> assertThat(cause).isInstanceOf(SSLHandshakeException.class),
                                cause -> assertThat(cause).hasCauseInstanceOf(SSLHandshakeException.class)));
        assertThat(listener.told).containsExactly("ended");
        assertThat(request).failsWithin(RecordingListener.PATIENCE);
    }

    private void dial(TestCertificates certificates, SslContextBuilder trust) throws Exception {
        service = new ScriptedService(certificates.serverSockets());
        RealtimeEndpoint endpoint = new RealtimeEndpoint(
                URI.create("wss://127.0.0.1:" + service.port() + "/v1/realtime"),
                new RealtimeCredential.ApiKey("k"),
                64 * 1_024);
        transport = new WebSocketTransport(loops, endpoint, trust);
        connection = transport.connect("c", listener);
    }
}
