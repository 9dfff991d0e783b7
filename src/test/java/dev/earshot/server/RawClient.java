package dev.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.sockets.WireFrames;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client of the door, byte by byte in the test's hands. */
public final class RawClient implements AutoCloseable {

    /** @param head status line and headers, with the empty line */
    public record Answer(String head, byte[] body) {
        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static final int PATIENCE_MS = (int) Patience.LIMIT.toMillis();
    private static final String UPGRADE = "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";

    private final Socket socket;
    private final DataInputStream in;

    public RawClient(InetSocketAddress address) throws IOException {
        socket = new Socket();
        // small, so that a server notices soon that nobody reads
        socket.setReceiveBufferSize(16 * 1_024);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(address);
        in = new DataInputStream(socket.getInputStream());
    }

    public static byte[] get(String path) {
        return WireFrames.bytes("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** @param headers whole lines, such as {@code Authorization: Bearer …} */
    public static byte[] upgrade(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n" + UPGRADE);
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return WireFrames.bytes(request.append("\r\n").toString());
    }

    public void send(byte[]... bytes) throws IOException {
        socket.getOutputStream().write(WireFrames.joined(bytes));
        socket.getOutputStream().flush();
    }

    public void text(String text) throws IOException {
        send(WireFrames.masked(WireFrames.TEXT, WireFrames.bytes(text)));
    }

    public Answer answer() throws IOException {
        String head = head();
        return new Answer(head, in.readNBytes(contentLength(head)));
    }

    public String head() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            int one = in.read();
            if (one < 0) {
                throw new EOFException("closed after: " + read);
            }
            read.append((char) one);
        }
        return read.toString();
    }

    static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    public DataInputStream in() {
        return in;
    }

    /** The opcode of the next short frame, whose payload is dropped. */
    public int opcode() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        in.skipNBytes(in.readUnsignedByte());
        return opcode;
    }

    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** The server has closed, in whichever way. */
    public void assertGone() throws IOException {
        try {
            assertThat(in.read()).isEqualTo(-1);
        } catch (SocketTimeoutException stillThere) {
            throw stillThere;
        } catch (IOException reset) {
            // gone, too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
