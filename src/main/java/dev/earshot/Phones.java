package dev.earshot;

import dev.earshot.acs.AcsAccess;
import dev.earshot.acs.AcsDoor;
import dev.earshot.acs.answering.AnsweredCalls;
import dev.earshot.acs.answering.AnsweringRoutes;
import dev.earshot.acs.answering.CallAddresses;
import dev.earshot.acs.automation.AutomationSettings;
import dev.earshot.acs.automation.CallAutomationClient;
import dev.earshot.call.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The answering of phone calls, where a resource is configured by which they can be. */
final class Phones {

    /** How long the end of this server waits for the platform to be told. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final ActorSystem<?> system;
    private final @Nullable AnsweredCalls answered;
    private final CompletableFuture<URI> here = new CompletableFuture<>();

    /** Answers from now on. */
    Phones(ActorSystem<?> system, PhoneSettings settings, Calls calls, AcsAccess access, MeterRegistry meters) {
        this.system = system;
        AutomationSettings automation = settings.automation();
        if (automation == null) {
            answered = null;
            return;
        }
        automation.credential().fetchAhead();
        URI known = settings.publicUrl();
        answered = AnsweredCalls.start(
                system,
                calls,
                CallAutomationClient.create(system, automation, meters),
                new CallAddresses(known == null ? here::join : () -> known, access::secretOf),
                settings.answering(),
                meters);
    }

    /** For whoever the door lets in. */
    Route route(AcsDoor door) {
        return answered == null ? AnsweringRoutes.notConfigured() : AnsweringRoutes.create(answered, door);
    }

    /** Where the platform can reach us, if it is on this machine. */
    void listeningOn(InetSocketAddress address) {
        here.complete(URI.create("http://" + address.getHostString() + ":" + address.getPort()));
    }

    /** Answers no more, and leaves every call. */
    CompletionStage<Done> leaveAll() {
        return answered == null
                ? CompletableFuture.completedFuture(Done.getInstance())
                : answered.leaveAll(GOODBYE)
                        .thenCompose(left -> Http.get(system).shutdownAllConnectionPools())
                        .thenApply(closed -> Done.getInstance());
    }
}
