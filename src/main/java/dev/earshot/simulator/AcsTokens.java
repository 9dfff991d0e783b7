package dev.earshot.simulator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/**
 * Signs the tokens that the platform shows where it dials or calls back, and serves the keys to check them with, at
 * {@link #jwksUrl} on this machine. Safe for any thread.
 */
public final class AcsTokens implements AutoCloseable {

    /** Who signs, by the platform's documents. */
    public static final String ISSUER = "https://acscallautomation.communication.azure.com";

    /** For whom, unless told otherwise: in the place of a resource's immutable id. */
    public static final String AUDIENCE = "00000000-0000-0000-0000-0000000000ac";

    /** How long the platform's tokens live, by its documents: those of media sockets. */
    public static final Duration MEDIA_LIFE = Duration.ofHours(24);

    /** The same, of callbacks. */
    public static final Duration CALLBACK_LIFE = Duration.ofMinutes(5);

    private static final int KEY_BITS = 2_048;
    private static final Duration LONG_AGO = Duration.ofDays(2);
    private static final int FILLER_CHARS = 4_200;

    private final String audience;
    private final HttpServer server;
    private volatile RSAKey key = newKey();

    private AcsTokens(String audience, HttpServer server) {
        this.audience = audience;
        this.server = server;
    }

    /** What can be wrong with a token. */
    public enum Flaw {
        EXPIRED,
        NOT_YET_VALID,
        NO_EXPIRY,
        WRONG_AUDIENCE,
        WRONG_ISSUER,
        /** Nobody signed it: its algorithm is {@code none}. */
        UNSIGNED,
        /** Signed by HS256, with the public key for a secret. */
        PUBLIC_KEY_AS_SECRET,
        /** By a key that is nowhere served. */
        UNKNOWN_KEY,
        /** By another key than the one that it names. */
        FORGED,
        /** In order, and larger than any. */
        TOO_LARGE,
        NO_TOKEN_AT_ALL
    }

    /** For {@link #AUDIENCE}, with keys at any free port. */
    public static AcsTokens create() {
        return create(AUDIENCE, 0);
    }

    /**
     * Makes a key and serves it.
     *
     * @param audience whom the tokens are for
     * @param port of loopback, 0 for any free one
     * @throws UncheckedIOException where the port is taken
     */
    public static AcsTokens create(String audience, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            AcsTokens tokens = new AcsTokens(audience, server);
            server.createContext("/keys", tokens::serveKeys);
            server.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the keys are: what goes into {@code EARSHOT_ACS_JWKS_URL}. */
    public String jwksUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    public String audience() {
        return audience;
    }

    /** A good token as the header {@code Authorization} carries it, for a media socket. */
    public String bearer() {
        return bearer(MEDIA_LIFE);
    }

    /** The same with a life of its own, such as {@link #CALLBACK_LIFE}. */
    public String bearer(Duration life) {
        return header(signed(claims(Instant.now(), life).build(), key));
    }

    /** A bad one. */
    public String bearer(Flaw flaw) {
        JWTClaimsSet good = claims(Instant.now(), MEDIA_LIFE).build();
        return switch (flaw) {
            case EXPIRED ->
                header(signed(claims(Instant.now().minus(LONG_AGO), MEDIA_LIFE).build(), key));
            case NOT_YET_VALID ->
                header(signed(claims(Instant.now().plus(LONG_AGO), MEDIA_LIFE).build(), key));
            case NO_EXPIRY ->
                header(signed(
                        new JWTClaimsSet.Builder(good).expirationTime(null).build(), key));
            case WRONG_AUDIENCE ->
                header(signed(new JWTClaimsSet.Builder(good).audience("another").build(), key));
            case WRONG_ISSUER ->
                header(signed(
                        new JWTClaimsSet.Builder(good)
                                .issuer("https://example.org")
                                .build(),
                        key));
            case UNSIGNED -> header(new PlainJWT(good).serialize());
            case PUBLIC_KEY_AS_SECRET -> header(signedWithPublicKey(good));
            case UNKNOWN_KEY -> header(signed(good, newKey()));
            case FORGED ->
                header(signed(
                        good, new RSAKey.Builder(newKey()).keyID(key.getKeyID()).build()));
            case TOO_LARGE ->
                header(signed(
                        new JWTClaimsSet.Builder(good)
                                .claim("filler", "x".repeat(FILLER_CHARS))
                                .build(),
                        key));
            case NO_TOKEN_AT_ALL -> header("no.token.atall");
        };
    }

    /** Signs with a new key from now on, and serves that one alone. */
    public void rotate() {
        key = newKey();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serveKeys(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
        }
    }

    private JWTClaimsSet.Builder claims(Instant from, Duration life) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(audience)
                .issueTime(Date.from(from))
                .notBeforeTime(Date.from(from))
                .expirationTime(Date.from(from.plus(life)))
                .jwtID(UUID.randomUUID().toString());
    }

    private static String header(String token) {
        return "Bearer " + token;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWTClaimsSet claims, RSAKey by) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(by.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signedWithPublicKey(JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
