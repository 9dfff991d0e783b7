package dev.earshot.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Checks signed tokens (RFC 7519): size, form, algorithm, key, signature, and only then what they say. What a token's header says
 * about where keys are is not read. Safe for any thread, and blocks none.
 */
public final class TokenCheck {

    /** A multiple of what the platform's tokens have, and half of what a header may. */
    static final int MAX_CHARS = 4_096;

    private final KeyCache keys;
    private final TokenPolicy policy;
    private final Clock clock;

    public TokenCheck(KeyCache keys, TokenPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.clock = clock;
    }

    /** Fetches the first keys, so that the first call need not wait for them. */
    public void fetchAhead() {
        keys.fetchAhead();
    }

    /** Empty for a good one. Never fails. */
    public CompletionStage<Optional<AccessRefusal>> check(Optional<String> token) {
        if (token.isEmpty()) {
            return refused(AccessRefusal.NO_TOKEN);
        } else if (token.get().length() > MAX_CHARS) {
            return refused(AccessRefusal.TOKEN_TOO_LARGE);
        }
        JWT parsed = parsed(token.get());
        if (parsed == null) {
            return refused(AccessRefusal.MALFORMED_TOKEN);
        }
        if (!(parsed instanceof SignedJWT signed)
                || !JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())) {
            return refused(AccessRefusal.WRONG_ALGORITHM);
        }
        return keys.find(signed.getHeader().getKeyID()).thenApply(found -> verdict(signed, found));
    }

    private static CompletionStage<Optional<AccessRefusal>> refused(AccessRefusal cause) {
        return CompletableFuture.completedFuture(Optional.of(cause));
    }

    private static @Nullable JWT parsed(String token) {
        try {
            return JWTParser.parse(token);
        } catch (ParseException | RuntimeException none) {
            return null;
        }
    }

    private Optional<AccessRefusal> verdict(SignedJWT token, KeyCache.Lookup found) {
        if (found instanceof KeyCache.Lookup.Missing missing) {
            return Optional.of(missing.cause());
        }
        if (!signedByOneOf(token, ((KeyCache.Lookup.Found) found).keys())) {
            return Optional.of(AccessRefusal.WRONG_SIGNATURE);
        }
        JWTClaimsSet claims = claims(token);
        return claims == null ? Optional.of(AccessRefusal.MALFORMED_TOKEN) : policy.check(claims, clock.instant());
    }

    private static boolean signedByOneOf(SignedJWT token, List<RSAPublicKey> keys) {
        for (RSAPublicKey key : keys) {
            try {
                if (token.verify(new RSASSAVerifier(key))) {
                    return true;
                }
            } catch (JOSEException unverifiable) {
                // as good as wrong
            }
        }
        return false;
    }

    private static @Nullable JWTClaimsSet claims(SignedJWT token) {
        try {
            return token.getJWTClaimsSet();
        } catch (ParseException none) {
            return null;
        }
    }
}
