package dev.earshot;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.earshot.cloud.AccessToken;
import dev.earshot.cloud.NoTokenException;
import dev.earshot.cloud.NoTokenException.Kind;
import dev.earshot.cloud.TokenSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an Entra identity. The only class that knows Azure's libraries: where nobody asks for a token, none of them
 * is loaded.
 */
final class EntraTokens implements TokenSource {

    /** The library's name for what it is to use of its chain of identities. */
    private static final String CHOSEN = "AZURE_TOKEN_CREDENTIALS";

    /** The number under which Entra documents what it did not like. The text beside it names tenants and clients. */
    private static final Pattern CODE = Pattern.compile("AADSTS\\d+");

    /** With these Entra says that whoever asks, or what was asked, is wrong; anything else may pass. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private final TokenRequestContext request;
    private final Supplier<TokenCredential> identity;
    private @Nullable TokenCredential credential;

    /** @param threads that may be blocked while a token is on its way */
    EntraTokens(String scope, EntraIdentity identity, ExecutorService threads) {
        this(scope, () -> builder(identity, System.getenv(), threads).build());
    }

    /** @param identity made when the first token is asked for, where it may take its time */
    EntraTokens(String scope, Supplier<TokenCredential> identity) {
        this.request = new TokenRequestContext().addScopes(scope);
        this.identity = identity;
    }

    static DefaultAzureCredentialBuilder builder(
            EntraIdentity identity, Map<String, String> environment, ExecutorService threads) {
        Map<String, String> variables = new HashMap<>(environment);
        if (!identity.credential().isEmpty()) {
            variables.put(CHOSEN, identity.credential());
        }
        return new DefaultAzureCredentialBuilder()
                .configuration(new ConfigurationBuilder(unset -> Map.of(), unset -> Map.of(), all -> variables).build())
                .executorService(threads)
                // sessions come back by themselves, each a little later: not here, too
                .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))));
    }

    @Override
    public CompletionStage<AccessToken> fetch() {
        return credential().getToken(request).toFuture().handle(EntraTokens::answer);
    }

    private synchronized TokenCredential credential() {
        TokenCredential known = credential;
        if (known == null) {
            known = identity.get();
            credential = known;
        }
        return known;
    }

    private static AccessToken answer(
            com.azure.core.credential.@Nullable AccessToken token, @Nullable Throwable failure) {
        if (token == null) {
            throw new CompletionException(reason(failure));
        }
        return new AccessToken(token.getToken(), token.getExpiresAt().toInstant());
    }

    /** Of what the library says, only what can hold no secret and no name. */
    static NoTokenException reason(@Nullable Throwable failure) {
        String code = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher found = CODE.matcher(String.valueOf(cause.getMessage()));
            code = found.find() ? " " + found.group() : code;
            int status = status(cause);
            if (status != 0) {
                return new NoTokenException(
                        REFUSALS.contains(status) ? Kind.REFUSED : Kind.UNAVAILABLE, "Entra answered " + status + code);
            }
        }
        String kind = failure == null ? "no answer" : failure.getClass().getSimpleName();
        return new NoTokenException(Kind.UNAVAILABLE, kind + code);
    }

    /** The HTTP status with which Entra refused, or 0 where that is not known. */
    private static int status(Throwable cause) {
        if (cause instanceof MsalServiceException refused && refused.statusCode() != null) {
            return refused.statusCode();
        }
        return cause instanceof ClientAuthenticationException refused && refused.getResponse() != null
                ? refused.getResponse().getStatusCode()
                : 0;
    }
}
