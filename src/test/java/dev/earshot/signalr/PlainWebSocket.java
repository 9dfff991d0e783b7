package dev.earshot.signalr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A WebSocket by hand, for clients that no library plays: it reads nothing but the first byte of the upgrade. */
final class PlainWebSocket implements AutoCloseable {

    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;

    private final Socket socket = new Socket();

    private PlainWebSocket(int port) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String upgrade = "GET /hubs/room HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read(); // the upgrade is on its way back
    }

    /** Upgrades, and asks for a protocol. */
    static PlainWebSocket open(int port, String protocol) throws IOException {
        PlainWebSocket opened = new PlainWebSocket(port);
        opened.sendText("{\"protocol\":\"%s\",\"version\":1}\u001e".formatted(protocol));
        return opened;
    }

    void sendText(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBinary(byte[] bytes) throws IOException {
        send(BINARY, bytes);
    }

    void sendAsText(byte[] bytes) throws IOException {
        send(TEXT, bytes);
    }

    /** A whole message in one masked frame; a mask of zeros changes nothing. */
    private void send(int kind, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(kind);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.write(new byte[4]);
        frame.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Sends no more, and waits until the server has read all of it and ended the connection. */
    void finish() throws IOException {
        socket.shutdownOutput();
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // It was ended with a reset, which is an end too.
        }
    }

    boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
