package dev.earshot.signalr;

import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides who may use a hub. Asked at the negotiation and again at the connection; must not block. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Decides about one request.
     *
     * @param accessToken as the client sent it, in a header or in the query; secret
     * @return who it is; empty to refuse. Two principals are the same if their names are.
     */
    CompletionStage<Optional<Principal>> authenticate(Optional<String> accessToken);

    /** Lets everybody in, by the name of {@code anonymous}. */
    static Authenticator allowAll() {
        return accessToken -> CompletableFuture.completedFuture(Optional.of(Anonymous.INSTANCE));
    }

    /** Whoever was not asked for a name. */
    enum Anonymous implements Principal {
        INSTANCE;

        @Override
        public String getName() {
            return "anonymous";
        }
    }
}
