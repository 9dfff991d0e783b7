package dev.earshot.simulator.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.caller.CallAccount;
import dev.earshot.simulator.caller.LineEnd;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A phone call of the platform's stand-in")
class PhoneCallTest {

    private static final URI EVENTS = URI.create("http://127.0.0.1:1/acs/events");

    /** Lines that were dialled; one ends where its future completes. */
    private final List<CompletableFuture<AcsCaller.Result>> lines = new ArrayList<>();

    private final PhoneCall call = new PhoneCall(
            Ring.between(EVENTS, "4:+4930123456", "8:acs:us_7", terms -> {
                CompletableFuture<AcsCaller.Result> line = new CompletableFuture<>();
                lines.add(line);
                return line;
            }),
            (uri, json) -> CompletableFuture.completedFuture(200),
            Map::of);

    private void answer() {
        call.onAnswer(
                PlatformJson.read(
                        """
                        {"callbackUri":"http://127.0.0.1:1/acs/callbacks/c","mediaStreamingOptions":{"transportUrl":"ws://127.0.0.1:1/acs/media/c"}}
                        """));
    }

    private void lineEnds(LineEnd end) {
        lines.get(lines.size() - 1).complete(new AcsCaller.Result(new CallAccount(), end));
    }

    private List<String> told() {
        return call.callbacks().stream()
                .map(PhoneCallTest::kind)
                .filter(kind -> !kind.equals("ParticipantsUpdated"))
                .toList();
    }

    private static String kind(JsonNode callback) {
        return callback.path("type").asText().replace("Microsoft.Communication.", "");
    }

    @Test
    @DisplayName("has one line as long as that is there, however often media is asked for")
    void oneLine() {
        answer();
        call.onStartMedia();
        call.onStopMedia();
        call.onStartMedia();

        assertThat(lines).hasSize(1);
        assertThat(told())
                .containsExactly(
                        "CallConnected",
                        "MediaStreamingStarted",
                        "MediaStreamingStarted",
                        "MediaStreamingStopped",
                        "MediaStreamingStarted");
    }

    @Test
    @DisplayName("dials another line only when it is asked to, after the one before broke or was closed")
    void brokenLine() {
        answer();
        lineEnds(new LineEnd.Broken("by itself"));
        assertThat(lines).hasSize(1);

        call.onStartMedia();
        lineEnds(new LineEnd.ClosedByServer(1000));
        assertThat(lines).hasSize(2);

        call.onStartMedia();
        lineEnds(new LineEnd.HungUp());
        assertThat(lines).hasSize(3);
        assertThat(told())
                .containsExactly(
                        "CallConnected",
                        "MediaStreamingStarted",
                        "MediaStreamingFailed",
                        "MediaStreamingStarted",
                        "MediaStreamingFailed",
                        "MediaStreamingStarted",
                        "CallDisconnected");
        assertThat(call.media().toCompletableFuture().join().end()).isEqualTo(new LineEnd.HungUp());
    }
}
