package dev.earshot.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.earshot.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as the test says, byte by byte. */
@DisplayName("Fetching keys")
class KeyFetchIT {

    private static RSAKey key;
    private ServerSocket server;

    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeAll
    static void makeKey() throws Exception {
        key = new RSAKeyGenerator(2_048).keyID("k1").generate();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    @DisplayName("reads them")
    void good() throws Exception {
        String keys = new JWKSet(key.toPublicJWK()).toString();
        answers(out -> out.write(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + keys.length() + "\r\n\r\n" + keys).getBytes(US_ASCII)));
        assertThat(fetch(Patience.LIMIT).join().named("k1")).containsExactly(key.toRSAPublicKey());
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Oops", "404 Not Found", "302 Found\r\nLocation: /elsewhere", "204 No Content"})
    @DisplayName("takes no other answer than 200, and follows nowhere")
    void otherStatus(String status) {
        answers(out -> out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII)));
        assertThatThrownBy(() -> fetch(Patience.LIMIT).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(IOException.class)
                .hasRootCauseMessage("the answer was " + status.substring(0, 3));
    }

    @Test
    @DisplayName("gives up a body without an end")
    void tooLarge() {
        answers(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n{\"keys\":[".getBytes(US_ASCII));
            byte[] spaces = " ".repeat(10_000).getBytes(US_ASCII);
            while (true) {
                out.write(spaces);
            }
        });
        assertThatThrownBy(() -> fetch(Patience.LIMIT).join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the answer is larger than allowed");
    }

    @Test
    @DisplayName("gives up a server that sends a byte now and then, and lets go of it")
    void tooSlow() {
        CompletableFuture<Void> cut = answers(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                out.write(' ');
                out.flush();
                Thread.sleep(20);
            }
        });
        assertThatThrownBy(() -> fetch(Duration.ofSeconds(2)).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(cut).failsWithin(Patience.LIMIT);
    }

    @Test
    @DisplayName("fails where nobody listens")
    void nobody() throws IOException {
        URI nowhere = url();
        server.close();
        assertThat(new KeyFetch(nowhere, Patience.LIMIT).fetch().toCompletableFuture())
                .failsWithin(Patience.LIMIT)
                .withThrowableThat()
                .withRootCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<PublicKeys> fetch(Duration timeout) {
        return new KeyFetch(url(), timeout).fetch().toCompletableFuture();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/keys");
    }

    /** To the first request, whatever it is. */
    private CompletableFuture<Void> answers(Answer answer) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket client = server.accept()) {
                        var unused = client.getInputStream().read(new byte[8_192]);
                        answer.write(client.getOutputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                task -> {
                    Thread thread = new Thread(task, "keys");
                    thread.setDaemon(true);
                    thread.start();
                });
    }
}
