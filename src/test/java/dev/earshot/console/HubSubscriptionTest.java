package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.signalr.HubConnection;
import dev.earshot.signalr.SendResult;
import dev.earshot.transcript.SubscriberPort.Offer;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A console's subscription")
class HubSubscriptionTest {
    private final Connection connection = new Connection();
    private final HubSubscription subscription = new HubSubscription(connection, "c1");

    @Test
    @DisplayName("holds events back until the answer is on its way, and then sends them in order")
    void holdsBack() {
        assertThat(subscription.offer("{\"seq\":4}", 4)).isEqualTo(Offer.TAKEN);
        assertThat(subscription.offer("{\"seq\":5}", 5)).isEqualTo(Offer.TAKEN);
        assertThat(connection.sent).isEmpty();

        subscription.onAnswered();
        subscription.offer("{\"seq\":6}", 6);

        assertThat(connection.sent).containsExactly("event {\"seq\":4}", "event {\"seq\":5}", "event {\"seq\":6}");
    }

    @Test
    @DisplayName("does not hold back without bound")
    void bounded() {
        for (int seq = 1; seq <= 1_000; seq++) {
            assertThat(subscription.offer("{}", seq)).isEqualTo(Offer.TAKEN);
        }

        assertThat(subscription.offer("{}", 1_001)).isEqualTo(Offer.FULL);
    }

    @Test
    @DisplayName("sends the client away to come again where what it held back cannot be sent")
    void cannotBeSent() {
        subscription.offer("{}", 1);
        connection.result = SendResult.FULL;
        subscription.onAnswered();

        assertThat(connection.sent).containsExactly("close, may reconnect");
    }

    @Test
    @DisplayName("tells a reader that is too slow to resume, or sends it away where not even that can be told")
    void tooSlow() {
        subscription.resumeFrom(7);
        connection.result = SendResult.FULL;
        subscription.resumeFrom(8);

        assertThat(connection.sent)
                .containsExactly("resume {\"callId\":\"c1\",\"afterSeq\":7}", "close, may reconnect");
    }

    private static final class Connection implements HubConnection {
        private final List<String> sent = new ArrayList<>();
        private SendResult result = SendResult.ACCEPTED;

        @Override
        public String connectionId() {
            return "k1";
        }

        @Override
        public Principal principal() {
            return () -> "nobody";
        }

        @Override
        public SendResult send(String target, JsonNode argument) {
            if (result == SendResult.ACCEPTED) {
                sent.add(target + " " + argument);
            }
            return result;
        }

        @Override
        public void close(@Nullable String reason, boolean allowReconnect) {
            sent.add(allowReconnect ? "close, may reconnect" : "close");
        }
    }
}
