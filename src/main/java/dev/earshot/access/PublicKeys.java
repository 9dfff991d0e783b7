package dev.earshot.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Public keys by which tokens are signed. Only those that RS256 can use, and of a size that is neither weak nor a burden. */
public final class PublicKeys {

    static final PublicKeys NONE = new PublicKeys(List.of());

    /** More than this many are no set of keys but an attack. */
    static final int MAX_KEYS = 50;

    private static final int MIN_BITS = 2_048;
    private static final int MAX_BITS = 8_192;

    private final List<Named> keys;

    private record Named(@Nullable String id, RSAPublicKey key) {}

    private PublicKeys(List<Named> keys) {
        this.keys = keys;
    }

    /**
     * Reads a JWK set (RFC 7517 §5). A key that is of no use is left out: it does not spoil the others.
     *
     * @throws ParseException where it is none, or holds no key that can be used, or too many
     */
    public static PublicKeys parse(String json) throws ParseException {
        Map<String, Object>[] all = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(json), "keys");
        if (all == null || all.length > MAX_KEYS) {
            throw new ParseException(all == null ? "it has no keys" : "it has more than " + MAX_KEYS + " keys", 0);
        }
        List<Named> usable = new ArrayList<>();
        for (Map<String, Object> one : all) {
            Named key = usable(one);
            if (key != null) {
                usable.add(key);
            }
        }
        if (usable.isEmpty()) {
            throw new ParseException("it has no key for RS256", 0);
        }
        return new PublicKeys(List.copyOf(usable));
    }

    private static @Nullable Named usable(Map<String, Object> json) {
        try {
            return JWK.parse(json) instanceof RSAKey key && forSignatures(key) && fit(key.size())
                    ? new Named(key.getKeyID(), key.toRSAPublicKey())
                    : null;
        } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static boolean forSignatures(RSAKey key) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(JWSAlgorithm.RS256));
    }

    private static boolean fit(int bits) {
        return bits >= MIN_BITS && bits <= MAX_BITS;
    }

    /** Those that may have signed what names this key; what names none may be of any. */
    List<RSAPublicKey> named(@Nullable String keyId) {
        return keys.stream()
                .filter(key -> keyId == null || keyId.equals(key.id()))
                .map(Named::key)
                .toList();
    }
}
