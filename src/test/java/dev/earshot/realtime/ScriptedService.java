package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.sockets.WireFrames;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The service's end of one connection, byte by byte in the test's hands. */
final class ScriptedService implements AutoCloseable {

    /** One frame of the client's, unmasked. */
    record Frame(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    private static final int PATIENCE_MS = (int) Patience.LIMIT.toMillis();

    private final ServerSocket listening;
    private @Nullable Socket socket;
    private @Nullable DataInputStream in;
    private String head = "";

    ScriptedService() throws Exception {
        this(ServerSocketFactory.getDefault());
    }

    /** @param sockets may speak TLS */
    ScriptedService(ServerSocketFactory sockets) throws Exception {
        listening = sockets.createServerSocket();
        // small, so that a client notices soon that nobody reads
        listening.setReceiveBufferSize(16 * 1_024);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listening.setSoTimeout(PATIENCE_MS);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Takes the connection and reads the request's head. */
    String awaitRequest() throws IOException {
        socket = listening.accept();
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            assertThat(one).as("the request's next byte").isNotNegative();
            read.append((char) one);
        }
        head = read.toString();
        return head;
    }

    /** Takes the connection and agrees to the upgrade, with {@code behind} in the same packet. */
    void accept(byte[]... behind) throws Exception {
        awaitRequest();
        send(WireFrames.joined(WireFrames.bytes(switching(acceptKey())), WireFrames.joined(behind)));
    }

    static String switching(String acceptKey) {
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptKey + "\r\n\r\n";
    }

    private String acceptKey() throws Exception {
        String key = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void sendText(String text) throws IOException {
        send(WireFrames.unmasked(WireFrames.TEXT, WireFrames.bytes(text)));
    }

    Frame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        int second = in.readUnsignedByte();
        assertThat(second & 0x80).as("a client masks").isNotZero();
        int length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Frame(opcode, payload);
    }

    /** Reads on until the client has gone, in whichever way. */
    void awaitGone() throws IOException {
        try {
            byte[] any = new byte[64 * 1_024];
            while (in.read(any) >= 0) {
                // what is under way does not matter
            }
        } catch (SocketTimeoutException stillThere) {
            throw stillThere;
        } catch (IOException reset) {
            // gone, too
        }
    }

    /** Pings until that is met by a reset: a client that has gone cannot tell us behind what we do not read. */
    void awaitGoneWithoutReading() {
        Awaitility.await().atMost(PATIENCE_MS, TimeUnit.MILLISECONDS).until(() -> {
            try {
                send(WireFrames.unmasked(WireFrames.PING, new byte[0]));
                return false;
            } catch (IOException reset) {
                return true;
            }
        });
    }

    /** The client closes without another byte. */
    void awaitEnd() throws IOException {
        assertThat(in.read()).isEqualTo(-1);
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Does something that blocks, beside the test. */
    static <T> FutureTask<T> beside(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "scripted-service");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    static <T> T result(FutureTask<T> task) throws Exception {
        try {
            return task.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (socket != null) {
            socket.close();
        }
    }
}
