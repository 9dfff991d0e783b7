package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import io.reactivex.rxjava3.core.Single;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The official Java client")
class JavaClientIT {

    private final ExampleHub hub = new ExampleHub();
    private HubFixture fixture;
    private com.microsoft.signalr.HubConnection client;

    @BeforeEach
    void connect() throws Exception {
        fixture = new HubFixture(hub.definition()
                .method("Leave", Boolean.class, (caller, mayReturn) -> {
                    caller.close("Leave", mayReturn);
                    return CompletableFuture.completedFuture(null);
                })
                .build());
        client = HubConnectionBuilder.create(fixture.url("http")).build();
        client.start().blockingAwait(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        client.stop().blockingAwait(20, TimeUnit.SECONDS);
        fixture.close();
    }

    @Test
    void invokes_and_hears_events() throws Exception {
        BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
        client.on("said", heard::add, JsonObject.class);
        assertThat(client.invoke(Integer.class, "Say", "to be or not").blockingGet())
                .isEqualTo(1);
        assertThat(String.valueOf(heard.poll(20, TimeUnit.SECONDS))).isEqualTo("{\"words\":4}");
        client.send("Say", "no answer");
        assertThat(String.valueOf(heard.poll(20, TimeUnit.SECONDS))).isEqualTo("{\"words\":2}");
    }

    @Test
    void is_told_what_went_wrong_and_stays_connected() {
        assertThatThrownBy(() -> client.invoke(Integer.class, "Say", "").blockingGet())
                .hasMessageContaining("Say something");
        assertThatThrownBy(() -> client.invoke(Integer.class, "Say", 1).blockingGet())
                .hasMessageContaining("Failed to invoke 'Say' due to an error on the server.");
        Single<Integer> unknown = client.invoke(Integer.class, "Nope");
        assertThatThrownBy(unknown::blockingGet).hasMessageContaining("Unknown hub method 'Nope'");
        assertThat(client.getConnectionState()).isEqualTo(HubConnectionState.CONNECTED);
    }

    @Test
    void reads_a_stream() {
        assertThat(client.stream(Integer.class, "Count", 100).toList().blockingGet())
                .hasSize(100)
                .startsWith(1, 2, 3);
    }

    @Test
    void is_gone_when_it_stops() {
        await().until(() -> hub.present() == 1);
        client.stop().blockingAwait(20, TimeUnit.SECONDS);
        await().until(() -> hub.present() == 0 && fixture.server.connections() == 0);
    }

    @Test
    void hears_why_it_was_sent_away() throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        client.onClosed(error -> closed.add(String.valueOf(error)));
        client.send("Leave", true);
        assertThat(closed.poll(20, TimeUnit.SECONDS)).contains("Leave");
    }
}
