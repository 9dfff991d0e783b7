package dev.earshot.access;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Tokens that were given to people or programs by name. Only their digests are kept. */
public final class NamedTokens {

    private final List<String> names;
    private final List<byte[]> digests;

    /** @param tokens a name may have several, such as one on its way out and its successor */
    public NamedTokens(List<Token> tokens) {
        names = tokens.stream().map(Token::name).toList();
        digests = tokens.stream()
                .map(token -> HexFormat.of().parseHex(token.sha256()))
                .toList();
    }

    /**
     * Who has which token.
     *
     * @param sha256 of the token in UTF-8, 64 hexadecimal digits
     */
    public record Token(String name, String sha256) {

        /** For a token that is itself at hand. */
        public static Token ofText(String name, String token) {
            return new Token(name, HexFormat.of().formatHex(Digests.sha256(token)));
        }
    }

    /** Whose it is; empty for nobody's. */
    public Optional<String> owner(String token) {
        int found = Digests.find(digests, Digests.sha256(token));
        return found < 0 ? Optional.empty() : Optional.of(names.get(found));
    }
}
