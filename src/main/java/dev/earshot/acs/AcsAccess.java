package dev.earshot.acs;

import dev.earshot.access.AccessRefusal;
import dev.earshot.access.CallSecrets;
import dev.earshot.access.Entrance;
import dev.earshot.access.SharedSecrets;
import dev.earshot.access.TokenCheck;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the platform must show to come in: for a call a signed token, or the secret in the call's URL, or both, or nothing; for the
 * events that announce calls a secret of their own, because those carry no token. Safe for any thread, and blocks none.
 */
public final class AcsAccess {

    /** Everybody may come in. */
    public static final AcsAccess OPEN = new AcsAccess(null, null, null);

    private final @Nullable TokenCheck tokens;
    private final @Nullable CallSecrets secrets;
    private final @Nullable SharedSecrets events;

    /**
     * Whatever is given must be shown.
     *
     * @param tokens by which a call's tokens are checked
     * @param secrets of the calls' URLs
     * @param events of which one must be shown with events
     */
    public AcsAccess(@Nullable TokenCheck tokens, @Nullable CallSecrets secrets, @Nullable SharedSecrets events) {
        this.tokens = tokens;
        this.secrets = secrets;
        this.events = events;
    }

    /** Has what the first check needs on its way. */
    public void fetchAhead() {
        if (tokens != null) {
            tokens.fetchAhead();
        }
    }

    /** The secret that this call's URL is to carry; empty where none is asked for. */
    public Optional<String> secretOf(Entrance entrance, String callId) {
        return Optional.ofNullable(secrets).map(known -> known.of(entrance, callId));
    }

    /** Empty for who may come in for this call. The secret is looked at first: it costs next to nothing. */
    CompletionStage<Optional<AccessRefusal>> check(Entrance entrance, AcsRequest request) {
        Optional<AccessRefusal> bySecret =
                secrets == null ? Optional.empty() : secrets.check(entrance, request.callId(), request.secret());
        return bySecret.isPresent() || tokens == null
                ? CompletableFuture.completedFuture(bySecret)
                : tokens.check(request.token());
    }

    /** Empty for who may bring events. */
    Optional<AccessRefusal> checkEvents(Optional<String> secret) {
        return events == null ? Optional.empty() : events.check(secret);
    }
}
