package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client that stops reading")
class StalledReaderIT {

    private static final int EVENTS = 600;
    private static final String PADDING = "x".repeat(64 * 1024);

    @Test
    void costs_nobody_else_an_event_and_is_sent_away() throws Exception {
        ExampleHub hub = new ExampleHub();
        HubSettings settings = HubFixture.closingWithin(Duration.ofMillis(300))
                .withOutbound(new HubSettings.Outbound(1000, 4 * 1024 * 1024, 10));
        try (HubFixture fixture = new HubFixture(hub.definition().build(), settings, Authenticator.allowAll());
                Socket stalled = stalled(fixture)) {
            RawClient reader = RawClient.connect(fixture.url("ws")).handshake();
            await().until(() -> hub.present() == 2);
            for (int i = 0; i < EVENTS; i++) {
                hub.tellAll(new RawJson("{\"n\":%d,\"padding\":\"%s\"}".formatted(i, PADDING)));
                assertThat(reader.next())
                        .startsWith("text {\"type\":1,\"target\":\"said\",\"arguments\":[{\"n\":" + i + ",");
            }
            await().untilAsserted(() -> assertThat(hub.present()).isEqualTo(1));
            await().untilAsserted(() -> assertThat(fixture.server.connections()).isEqualTo(1));
            assertThat(stalled.isConnected()).isTrue();
        }
    }

    /** Upgrades and shakes hands, and then never reads. */
    private static Socket stalled(HubFixture fixture) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), fixture.port()));
        String upgrade = "GET /hubs/room HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().read(); // the upgrade is on its way back, which shall be all that is ever read
        byte[] handshake = "{\"protocol\":\"json\",\"version\":1}\u001e".getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + handshake.length]; // a masked text frame; a mask of zeros changes nothing
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | handshake.length);
        System.arraycopy(handshake, 0, frame, 6, handshake.length);
        socket.getOutputStream().write(frame);
        return socket;
    }
}
