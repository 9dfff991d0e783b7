package dev.earshot.access;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The secret that a call's URLs carry: the HMAC-SHA256 of the entrance and the call id, such as {@code media:c-17}, in base64url. It
 * needs no memory: another node, or this one after a restart, comes to the same. What opens a call's media does neither open its
 * callbacks nor another call.
 */
public final class CallSecrets {

    private final List<String> keys;

    /**
     * By these keys.
     *
     * @param keys at least one: the first makes the secrets, and those of the others are taken as well
     */
    public CallSecrets(List<String> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The secret: 43 characters that need no escape in a URL. */
    public String of(Entrance entrance, String callId) {
        return secret(keys.get(0), entrance, callId);
    }

    /** Empty for who may come in. */
    public Optional<AccessRefusal> check(Entrance entrance, String callId, Optional<String> presented) {
        List<String> good =
                keys.stream().map(key -> secret(key, entrance, callId)).toList();
        return new SharedSecrets(good).check(presented);
    }

    private static String secret(String key, Entrance entrance, String callId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Digests.hmac(key, entrance.wireName() + ":" + callId));
    }
}
