package dev.earshot.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say.
 *
 * @param issuer in {@code iss}
 * @param audiences of which one must be in {@code aud}
 * @param skew by which the clock of whoever issued it may differ from ours
 */
public record TokenPolicy(String issuer, Set<String> audiences, Duration skew) {

    public TokenPolicy {
        audiences = Set.copyOf(audiences);
    }

    /** Empty for what is as it must be. */
    Optional<AccessRefusal> check(JWTClaimsSet claims, Instant now) {
        if (!issuer.equals(claims.getIssuer())) {
            return Optional.of(AccessRefusal.WRONG_ISSUER);
        } else if (claims.getAudience().stream().noneMatch(audiences::contains)) {
            return Optional.of(AccessRefusal.WRONG_AUDIENCE);
        }
        return checkTime(claims.getExpirationTime(), claims.getNotBeforeTime(), now);
    }

    private Optional<AccessRefusal> checkTime(@Nullable Date expires, @Nullable Date notBefore, Instant now) {
        if (expires == null) {
            return Optional.of(AccessRefusal.NO_EXPIRY);
        } else if (!expires.toInstant().plus(skew).isAfter(now)) {
            return Optional.of(AccessRefusal.EXPIRED);
        }
        return notBefore != null && notBefore.toInstant().minus(skew).isAfter(now)
                ? Optional.of(AccessRefusal.NOT_YET_VALID)
                : Optional.empty();
    }
}
