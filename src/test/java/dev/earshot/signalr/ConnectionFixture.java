package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/** One connection without its socket: a test is the client, and reads every frame as the text it is. */
final class ConnectionFixture {

    /** What {@link #received} sees when the outgoing side has ended. */
    static final String END = "(end)";

    final ActorRef<HubConnectionActor.Command> actor;
    final TestProbe<String> received;

    ConnectionFixture(ActorTestKit kit, Hub hub, HubSettings settings) {
        Materializer materializer = SystemMaterializer.get(kit.system()).materializer();
        Outbox outbox = Outbox.create(settings.outbound(), materializer);
        this.received = kit.createTestProbe(String.class);
        this.actor = kit.spawn(HubConnectionActor.create(self -> new ConnectionContext(
                "c1",
                Authenticator.Anonymous.INSTANCE,
                hub,
                new HubInvoker(hub),
                settings,
                List.of(new JsonHubProtocol(settings.inbound().maxNesting())),
                outbox,
                materializer,
                self,
                () -> {})));
        outbox.frames()
                .map(frame -> frame.message().asTextMessage().getStrictText().replace("\u001e", ""))
                .runWith(Sink.foreach(text -> received.getRef().tell(text)), materializer)
                .thenAccept(done -> received.getRef().tell(END));
    }

    /** Past the handshake. */
    ConnectionFixture open() {
        send("{\"protocol\":\"json\",\"version\":1}");
        received.expectMessage("{}");
        return this;
    }

    /** Sends records, and waits until the connection has read them. */
    void send(String... records) {
        sendBytes(String.join("\u001e", records) + "\u001e");
    }

    void sendBytes(String bytes) {
        CompletableFuture<Done> taken = new CompletableFuture<>();
        actor.tell(new HubConnectionActor.Received(ByteString.fromString(bytes), taken));
        assertThat(taken.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join())
                .isEqualTo(Done.getInstance());
    }

    void endSocket() {
        actor.tell(new HubConnectionActor.SocketEnded());
    }
}
