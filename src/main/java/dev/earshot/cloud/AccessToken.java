package dev.earshot.cloud;

import java.time.Instant;

/**
 * What an identity may show at the service's door for a while.
 *
 * @param value a secret
 */
public record AccessToken(String value, Instant expiresAt) {

    /**
     * Checks that it can be sent.
     *
     * @throws IllegalArgumentException for what cannot stand in a header; the message does not repeat it
     */
    public AccessToken {
        if (!HeaderText.valid(value)) {
            throw new IllegalArgumentException("not a token that can be sent");
        }
    }

    @Override
    public String toString() {
        return "AccessToken[until " + expiresAt + "]";
    }
}
