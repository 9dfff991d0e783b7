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

/** One connection without its sockets: a test is the client, and reads every frame as the text it is. */
final class ConnectionFixture {

    /** What {@link #received} sees when the outgoing side has ended. */
    static final String END = "(end)";

    final ActorRef<HubConnectionActor.Command> actor;
    private final HubSettings settings;
    private final ActorTestKit kit;
    private final Materializer materializer;
    /** What came over the newest socket. */
    TestProbe<String> received;

    private SocketQueue socket;

    ConnectionFixture(ActorTestKit kit, Hub hub, HubSettings settings) {
        this(kit, hub, settings, false, new NoOwner());
    }

    ConnectionFixture(ActorTestKit kit, Hub hub, HubSettings settings, boolean mayResume, ConnectionOwner owner) {
        this.kit = kit;
        this.settings = settings;
        this.materializer = SystemMaterializer.get(kit.system()).materializer();
        this.received = kit.createTestProbe(String.class);
        this.socket = newSocket();
        Outbox outbox = new Outbox(socket);
        this.actor = kit.spawn(HubConnectionActor.create(self -> new ConnectionContext(
                "c1",
                Authenticator.Anonymous.INSTANCE,
                mayResume,
                hub,
                new HubInvoker(hub),
                settings,
                List.of(new JsonHubProtocol(settings.inbound().maxNesting())),
                outbox,
                materializer,
                self,
                owner)));
    }

    private SocketQueue newSocket() {
        SocketQueue opened = SocketQueue.create(settings, materializer);
        TestProbe<String> probe = received;
        opened.frames()
                .map(frame -> frame.message().asTextMessage().getStrictText().replace("\u001e", ""))
                .runWith(Sink.foreach(text -> probe.getRef().tell(text)), materializer)
                .thenAccept(done -> probe.getRef().tell(END));
        return opened;
    }

    /** Past the handshake. */
    ConnectionFixture open() {
        return open(1);
    }

    /** Past the handshake for this version of the protocol. */
    ConnectionFixture open(int version) {
        send("{\"protocol\":\"json\",\"version\":%d}".formatted(version));
        received.expectMessage("{}");
        return this;
    }

    /** Sends records, and waits until the connection has read them. */
    void send(String... records) {
        sendBytes(String.join("\u001e", records) + "\u001e");
    }

    void sendBytes(String bytes) {
        CompletableFuture<Done> taken = new CompletableFuture<>();
        actor.tell(new HubConnectionActor.Received(socket, ByteString.fromString(bytes), taken));
        assertThat(taken.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join())
                .isEqualTo(Done.getInstance());
    }

    void endSocket() {
        actor.tell(new HubConnectionActor.SocketEnded(socket));
    }

    /** Comes by another socket, whatever became of the last. */
    void comeBack() {
        received = kit.createTestProbe(String.class);
        socket = newSocket();
        actor.tell(new HubConnectionActor.SocketOpened(socket));
    }

    /** Comes by another socket, and sends again from its message of this number. */
    void comeBack(long sequenceId, String... records) {
        comeBack();
        send("{\"type\":9,\"sequenceId\":%d}".formatted(sequenceId));
        if (records.length > 0) {
            send(records);
        }
    }

    /** There are no other connections. */
    private static final class NoOwner implements ConnectionOwner {
        @Override
        public void resumable(boolean may) {}

        @Override
        public boolean beginsWaiting() {
            return true;
        }

        @Override
        public void endsWaiting() {}

        @Override
        public void ended() {}
    }
}
