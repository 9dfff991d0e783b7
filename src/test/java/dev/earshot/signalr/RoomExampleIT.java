package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The example of the README")
class RoomExampleIT {

    @Test
    void is_what_the_readme_shows() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/earshot/signalr/RoomExample.java"));
        String readme = Files.readString(Path.of("src/main/java/dev/earshot/signalr/README.md"));
        String shown = between(source, "// README from here\n", "        // to here")
                        .stripTrailing()
                        .stripIndent() + "\n";
        assertThat(between(readme, "```java\n", "```")).isEqualTo(shown);
        assertThat(shown.lines()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void runs() throws Exception {
        ActorTestKit kit = ActorTestKit.create();
        try {
            ServerBinding binding = Http.get(kit.system())
                    .newServerAt("127.0.0.1", 0)
                    .bind(RoomExample.route(kit.system()))
                    .toCompletableFuture()
                    .join();
            HubConnection client = HubConnectionBuilder.create(
                            HubFixture.url("http", binding.localAddress().getPort()))
                    .build();
            BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
            client.on("said", heard::add, JsonObject.class);
            client.start().blockingAwait(20, TimeUnit.SECONDS);
            assertThat(client.invoke(Integer.class, "Say", "to be or not").blockingGet())
                    .isEqualTo(1);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).hasToString("{\"words\":4}");
            assertThat(client.stream(Integer.class, "Count", 3).toList().blockingGet())
                    .containsExactly(1, 2, 3);
            client.stop().blockingAwait(20, TimeUnit.SECONDS);
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
