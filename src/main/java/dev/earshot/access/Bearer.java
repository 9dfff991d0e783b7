package dev.earshot.access;

import java.util.Optional;

/** The header {@code Authorization: Bearer …} (RFC 6750 §2.1). */
public final class Bearer {

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token in the header's value; empty where the scheme is another, or nothing follows it. */
    public static Optional<String> token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip()).filter(token -> !token.isEmpty())
                : Optional.empty();
    }
}
