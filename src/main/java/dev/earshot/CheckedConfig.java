package dev.earshot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads keys and refuses what is not allowed, naming the key, the value and what is allowed. */
final class CheckedConfig {
    private static final Pattern SECRET = Pattern.compile("-key$|-password$|[-.]tokens$|connection-string$");

    private final Config config;

    CheckedConfig(Config config) {
        this.config = config;
    }

    int integer(String key, int min, int max) {
        long value = read(key, "a whole number", () -> config.getLong(key));
        if (value < min || value > max) {
            throw refused(key, "a whole number from " + min + " to " + max);
        }
        return (int) value;
    }

    double number(String key, double min, double max) {
        double value = read(key, "a number", () -> config.getDouble(key));
        if (!(value >= min && value <= max)) {
            throw refused(key, "a number from " + min + " to " + max);
        }
        return value;
    }

    boolean flag(String key) {
        return read(key, "true or false", () -> config.getBoolean(key));
    }

    Duration duration(String key, Duration min, Duration max) {
        String allowed = "a duration from " + shown(min) + " to " + shown(max);
        Duration value = read(key, allowed, () -> config.getDuration(key));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refused(key, allowed);
        }
        return value;
    }

    /** Anything at all; empty means not set. */
    String text(String key) {
        return read(key, "a text", () -> config.getString(key)).strip();
    }

    /** Texts by their names, in the order of the names. */
    Map<String, String> texts(String key, String allowed) {
        Map<String, String> texts = new TreeMap<>();
        read(key, allowed, () -> config.getObject(key)).forEach((name, value) -> {
            if (value.valueType() != ConfigValueType.STRING) {
                throw refused(key, allowed);
            }
            texts.put(name, value.unwrapped().toString());
        });
        return texts;
    }

    String text(String key, String pattern, String allowed) {
        String value = text(key);
        if (!value.matches(pattern)) {
            throw refused(key, allowed);
        }
        return value;
    }

    String oneOf(String key, List<String> allowed) {
        String value = text(key);
        if (!allowed.contains(value)) {
            throw refused(key, String.join(" | ", allowed).replaceFirst(" \\| $", " | (empty)"));
        }
        return value;
    }

    /** @param wireName an empty one stands for "not set" */
    <E> E oneOf(String key, List<E> allowed, Function<E, String> wireName) {
        List<String> names = allowed.stream().map(wireName).toList();
        return allowed.get(names.indexOf(oneOf(key, names)));
    }

    URI uri(String key, Set<String> schemes) {
        String allowed = "a whole URL that starts with "
                + String.join(":// or ", schemes.stream().sorted().toList()) + "://";
        try {
            URI value = new URI(text(key));
            if (value.getHost() == null || !schemes.contains(value.getScheme())) {
                throw refused(key, allowed);
            }
            return value;
        } catch (URISyntaxException e) {
            throw refused(key, allowed);
        }
    }

    /** The refusal of a value; what may be a secret is not repeated. */
    InvalidSetting refused(String key, String allowed) {
        String value = SECRET.matcher(key).find()
                ? "(secret)"
                : withoutSecrets(config.getValue(key).unwrapped().toString());
        return new InvalidSetting(key + " is \"" + value + "\"; allowed: " + allowed);
    }

    /** A URL may carry a password before its host, or a key in its query. */
    private static String withoutSecrets(String value) {
        return value.replaceFirst("^([a-z-]+://)?.*@", "$1…@").replaceFirst("\\?.*", "?…");
    }

    private <T> T read(String key, String allowed, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (ConfigException.WrongType | ConfigException.BadValue e) {
            throw refused(key, allowed);
        } catch (ConfigException e) {
            throw new InvalidSetting(key + " is missing; allowed: " + allowed);
        }
    }

    private static String shown(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** A setting that stops the start. Its message is all that an operator needs. */
    static final class InvalidSetting extends RuntimeException {
        InvalidSetting(String message) {
            super(message);
        }
    }
}
