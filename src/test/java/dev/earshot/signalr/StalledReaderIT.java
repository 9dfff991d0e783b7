package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
                PlainWebSocket stalled = PlainWebSocket.open(fixture.port(), "json")) {
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
}
