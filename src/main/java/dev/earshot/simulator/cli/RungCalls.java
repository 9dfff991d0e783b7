package dev.earshot.simulator.cli;

import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerTrack;
import dev.earshot.simulator.automation.AutomationServer;
import dev.earshot.simulator.automation.AutomationServer.Ringing;
import dev.earshot.simulator.automation.AutomationServerSettings;
import dev.earshot.simulator.automation.MediaPlayer;
import dev.earshot.simulator.automation.Ring;
import dev.earshot.simulator.caller.CallFaults;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Calls that begin with a phone that rings: what is said goes where the answer to it said, and as it said. */
final class RungCalls implements CallWay {

    private static final Duration SHUTDOWN = Duration.ofSeconds(5);

    /** What is said on the terms of the answer, in the call with this number. */
    interface Speech {
        AcsCallerOptions in(int number, MediaPlayer.Terms terms);
    }

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "phones");
    private final CallOptions options;
    private final CallFaults faults;
    private final Speech speech;
    private final List<String> people;
    private final AutomationServer platform;
    private final Map<List<Object>, List<AcsCallerTrack>> tracks = new ConcurrentHashMap<>();

    private RungCalls(
            CallOptions options, CallFaults faults, CallCredentials credentials, List<String> people, Speech speech)
            throws IOException {
        this.options = options;
        this.faults = faults;
        this.people = people;
        this.speech = speech;
        int port = options.phones().port();
        try {
            platform = AutomationServer.start(
                    system, AutomationServerSettings.usual().withPort(port).withToken(credentials::callbackToken));
        } catch (CompletionException e) {
            close();
            throw new IOException("--platform: port " + port + " cannot be had", e);
        }
    }

    /**
     * Opens the service by which phones are answered, and says how Earshot is to be started to find it.
     *
     * @param people raw ids of all who speak: whoever is called comes first, then whoever calls
     * @throws IOException where its port is taken, or the handshake was asked for and not answered; the message says so
     */
    static RungCalls open(
            CallOptions options,
            CallFaults faults,
            CallCredentials credentials,
            List<String> people,
            Speech speech,
            PrintStream out)
            throws IOException {
        RungCalls calls = new RungCalls(options, faults, credentials, people, speech);
        out.println("Call Automation is at " + calls.platform.endpoint() + ". Earshot answers its phones with");
        out.println("  EARSHOT_ACS_CONNECTION_STRING='" + calls.platform.connectionString() + "'");
        if (options.phones().handshake()) {
            try {
                calls.platform.subscribe(options.events()).toCompletableFuture().join();
                out.println("Event Grid's handshake was answered.");
            } catch (CompletionException e) {
                calls.close();
                throw new IOException(String.valueOf(root(e).getMessage()), e);
            }
        }
        return calls;
    }

    @Override
    public CompletableFuture<AcsCaller.Result> place(int number) {
        boolean alone = people.size() == 1;
        Ring ring = Ring.between(
                        options.events(),
                        people.get(alone ? 0 : 1),
                        alone ? "8:acs:called" : people.get(0),
                        terms -> play(number, terms))
                .withOthers(people.subList(Math.min(2, people.size()), people.size()))
                .named(options.callId(number))
                .with(PhoneRules.of(faults.ofPhone(number)));
        Ringing ringing = platform.ring(ring);
        return taken(ringing)
                .thenCompose(taken -> answered(ringing))
                .thenCompose(answered -> ringing.call().media())
                .thenCompose(media -> hungUp(ringing).thenApply(over -> media));
    }

    private CompletionStage<AcsCaller.Result> play(int number, MediaPlayer.Terms terms) {
        AcsCallerOptions call = speech.in(number, terms);
        return AcsCaller.place(
                call,
                tracks.computeIfAbsent(List.of(terms.channel(), terms.sampleRate()), same -> AcsCallerTrack.of(call)));
    }

    private static CompletableFuture<Void> taken(Ringing ringing) {
        return ringing.taken()
                .handle((statuses, failure) -> {
                    if (failure != null) {
                        throw new PhoneNotAnswered("Earshot cannot be told of a call: "
                                + root(failure).getMessage());
                    }
                    for (int status : statuses) {
                        if (status != 200) {
                            throw new PhoneNotAnswered(refusal(status));
                        }
                    }
                    return (Void) null;
                })
                .toCompletableFuture();
    }

    private static String refusal(int status) {
        String why = "The event of the call was refused with " + status;
        return switch (status) {
            case 404 -> why + ": Earshot was not started with the connection string above";
            case 401, 403 -> why + ": EARSHOT_ACS_EVENTS_KEY must be the same as Earshot's";
            case 503 -> why + ": Earshot takes no further call";
            default -> why;
        };
    }

    private CompletionStage<?> answered(Ringing ringing) {
        Duration most = options.phones().ringTime();
        return ringing.call()
                .answered()
                .toCompletableFuture()
                .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> {
                    throw new PhoneNotAnswered("It rang for " + most.toMillis() + "ms, and was not answered");
                });
    }

    private static CompletionStage<Void> hungUp(Ringing ringing) {
        ringing.call().hangUp();
        return ringing.call().over();
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** The service stays until all that was said of the calls has been read. */
    @Override
    public void close() {
        system.terminate();
        var unused = system.getWhenTerminated()
                .toCompletableFuture()
                .completeOnTimeout(null, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
