package dev.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection")
class RequestDeadlineTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final HttpConnection connection = new HttpConnection(channel);

    @BeforeEach
    void open() {
        channel.freezeTime();
        channel.pipeline().addLast(new RequestDeadline(Duration.ofSeconds(10))).addLast(connection);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("that has brought no whole request in time is closed, whatever it sends meanwhile")
    void overdue() {
        for (int second = 0; second < 9; second++) {
            pass(1_000);
            channel.writeInbound(Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII));
        }
        assertThat(channel.isOpen()).isTrue();
        pass(1_000);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    @DisplayName("that has brought one may stay")
    void asked() {
        pass(9_999);
        connection.asked(HttpRequest.GET("/"));
        connection.asked(HttpRequest.GET("/"));
        channel.runPendingTasks();
        pass(60_000);
        assertThat(channel.isOpen()).isTrue();
    }

    private void pass(long ms) {
        channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }
}
