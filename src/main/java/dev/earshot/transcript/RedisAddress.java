package dev.earshot.transcript;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is, and how it is reached.
 *
 * <pre>
 *   redis://           [user:password@]host[:6379][/database]
 *   redis-sentinel://  [user:password@]host[:26379][,host…][/database]#master
 *   redis-cluster://   [user:password@]host[:6379][,host…]
 * </pre>
 *
 * and the same with {@code rediss} for TLS. The user may be left out ({@code :password@}); what is special in a URL is
 * percent-encoded in both.
 *
 * @param hosts at least one; with Sentinel the sentinels
 * @param master the name by which Sentinel knows it, empty without Sentinel
 * @param user empty for the default one
 * @param password empty for none
 * @param sentinelPassword that the sentinels themselves ask for, empty for none
 * @param authorities file of the certificates to trust, null for those that the platform trusts
 */
public record RedisAddress(
        Kind kind,
        boolean tls,
        List<Host> hosts,
        int database,
        String master,
        String user,
        String password,
        String sentinelPassword,
        @Nullable Path authorities) {

    /** What is at the other end. */
    public enum Kind {
        SERVER("", 6379),
        SENTINEL("-sentinel", 26379),
        CLUSTER("-cluster", 6379);

        private final String suffix;
        private final int port;

        Kind(String suffix, int port) {
            this.suffix = suffix;
            this.port = port;
        }
    }

    /** One of the hosts that are named. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /** For whoever wrote another URL. */
    public static final String FORMS =
            "redis://host:port/database, redis-sentinel://host:port,host:port/database#master, "
                    + "redis-cluster://host:port,host:port; rediss… for TLS; user:password@ before the first host";

    private static final String NAME = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])";
    private static final String PORT = "(?::[0-9]{1,5})?";
    private static final Pattern URL = Pattern.compile("redis(?<tls>s?)(?<suffix>-sentinel|-cluster)?://"
            + "(?:(?<login>[^@/?#\\s]*)@)?"
            + "(?<hosts>" + NAME + PORT + "(?:," + NAME + PORT + ")*)"
            + "(?:/(?<database>[0-9]{1,4})?)?"
            + "(?:#(?<master>[A-Za-z0-9._-]{1,128}))?");
    private static final int MAX_HOSTS = 64;
    private static final int MAX_PORT = 65_535;

    public RedisAddress {
        hosts = List.copyOf(hosts);
    }

    /** Reads a URL of one of these forms; empty for any other text. */
    public static Optional<RedisAddress> parse(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        Kind kind = kind(url.group("suffix"));
        List<Host> hosts = hosts(url.group("hosts"), kind.port);
        int database = url.group("database") == null ? 0 : Integer.parseInt(url.group("database"));
        String master = orEmpty(url.group("master"));
        boolean fits = !hosts.isEmpty()
                && hosts.size() <= (kind == Kind.SERVER ? 1 : MAX_HOSTS)
                && master.isEmpty() == (kind != Kind.SENTINEL)
                && (database == 0 || kind != Kind.CLUSTER);
        return fits
                ? login(url.group("login"))
                        .map(login -> new RedisAddress(
                                kind,
                                !url.group("tls").isEmpty(),
                                hosts,
                                database,
                                master,
                                login.user,
                                login.password,
                                "",
                                null))
                : Optional.empty();
    }

    /** A server on this machine. */
    public static RedisAddress local(int port) {
        return new RedisAddress(Kind.SERVER, false, List.of(new Host("127.0.0.1", port)), 0, "", "", "", "", null);
    }

    /** This one, whose certificates are vouched for by those in a PEM file. */
    public RedisAddress trusting(Path certificates) {
        return new RedisAddress(kind, tls, hosts, database, master, user, password, sentinelPassword, certificates);
    }

    /** This one, whose sentinels ask for a password. */
    public RedisAddress withSentinelPassword(String ofSentinels) {
        return new RedisAddress(kind, tls, hosts, database, master, user, password, ofSentinels, authorities);
    }

    /** Without whatever is secret. */
    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + kind.suffix + "://" + (password.isEmpty() ? "" : "…@")
                + hosts.stream().map(Host::toString).collect(Collectors.joining(","));
    }

    private record Login(String user, String password) {}

    private static Kind kind(@Nullable String suffix) {
        for (Kind kind : Kind.values()) {
            if (kind.suffix.equals(orEmpty(suffix))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No such kind: " + suffix);
    }

    /** Empty where one of them has a port that is none. */
    private static List<Host> hosts(String text, int usualPort) {
        List<Host> hosts = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int colon = each.lastIndexOf(':');
            boolean named = colon > each.lastIndexOf(']');
            int port = named ? Integer.parseInt(each.substring(colon + 1)) : usualPort;
            if (port < 1 || port > MAX_PORT) {
                return List.of();
            }
            String name = named ? each.substring(0, colon) : each;
            hosts.add(new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, port));
        }
        return hosts;
    }

    /** A password alone is one of the default user; empty for what is not decodable. */
    private static Optional<Login> login(@Nullable String text) {
        if (text == null) {
            return Optional.of(new Login("", ""));
        }
        int colon = text.indexOf(':');
        try {
            return Optional.of(new Login(
                            decoded(text.substring(0, Math.max(0, colon))), decoded(text.substring(colon + 1))))
                    .filter(login -> !login.password.isEmpty());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A plus is a plus here, not a space. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
