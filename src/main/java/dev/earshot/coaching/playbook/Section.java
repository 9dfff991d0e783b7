package dev.earshot.coaching.playbook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The keys of one mapping. Whatever is not as it should be is noted, and something harmless is given in its place, so that
 * one reading finds all that is wrong with a file.
 */
final class Section {
    private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,6})(ms|s|m|h)");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,6}");
    private static final int SHOWN_CHARS = 60;

    private final MappingNode node;
    private final String path;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** @param path of this mapping in the file, with a dot at its end, or empty */
    Section(MappingNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        node.getValue().forEach(this::read);
    }

    private void read(NodeTuple pair) {
        if (!(pair.getKeyNode() instanceof ScalarNode key) || !key.getTag().equals(Tag.STR)) {
            problems.at(pair.getKeyNode(), path + ": a key is a text");
        } else if (values.putIfAbsent(key.getValue(), pair.getValueNode()) != null) {
            problems.at(key, path + key.getValue() + " is given twice");
        }
    }

    /** Notes every key beside these. */
    Section only(String... known) {
        Set<String> allowed = Set.of(known);
        node.getValue().stream()
                .map(NodeTuple::getKeyNode)
                .flatMap(key -> key instanceof ScalarNode scalar ? Stream.of(scalar) : Stream.of())
                .filter(key -> !allowed.contains(key.getValue()))
                .forEach(key -> problems.at(
                        key, path + key.getValue() + " is not known: " + String.join(", ", known) + " allowed"));
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** One line of text; line breaks in the file count as blanks. */
    String text(String key, int maxChars) {
        return required(key).map(value -> text(value, path + key, maxChars)).orElse("");
    }

    String text(String key, Pattern pattern, String allowed) {
        String text = text(key, 1_000);
        if (!text.isEmpty() && !pattern.matcher(text).matches()) {
            refuse(key, text, allowed);
        }
        return text;
    }

    List<String> texts(String key, int most, int maxChars) {
        Optional<Node> value = required(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof SequenceNode list)) {
            problems.at(value.get(), path + key + ": a list of texts expected");
            return List.of();
        }
        if (list.getValue().size() > most) {
            problems.at(list, path + key + " has " + list.getValue().size() + " entries: at most " + most + " allowed");
        }
        List<String> texts = new ArrayList<>();
        list.getValue().forEach(entry -> texts.add(text(entry, path + key, maxChars)));
        return texts;
    }

    int integer(String key, int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        String text = scalar(key, Tag.INT, allowed);
        if (text == null) {
            return min;
        }
        int value = WHOLE_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (value < min || value > max) {
            refuse(key, text, allowed);
        }
        return value;
    }

    Duration duration(String key, Duration min, Duration max) {
        String allowed = shown(min) + " to " + shown(max);
        String text = scalar(key, Tag.STR, allowed);
        if (text == null) {
            return min;
        }
        Matcher matcher = DURATION.matcher(text);
        Duration value = matcher.matches() ? duration(matcher) : Duration.ofSeconds(-1);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            refuse(key, text, allowed);
        }
        return value;
    }

    private static Duration duration(Matcher matcher) {
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** The mapping under a key. */
    Optional<Section> section(String key) {
        Optional<Node> value = required(key);
        if (value.isPresent() && !(value.get() instanceof MappingNode)) {
            problems.at(value.get(), path + key + ": keys and values expected");
        }
        return value.filter(MappingNode.class::isInstance)
                .map(mapping -> new Section((MappingNode) mapping, path + key + ".", problems));
    }

    /** Every mapping under the keys of this one, in the order of the file. */
    Map<String, Section> sections() {
        Map<String, Section> sections = new LinkedHashMap<>();
        values.keySet().forEach(key -> section(key).ifPresent(section -> sections.put(key, section)));
        return sections;
    }

    /** Notes something about the value of a key. */
    void refuse(String key, String value, String allowed) {
        String shown = value.length() > SHOWN_CHARS ? value.substring(0, SHOWN_CHARS) + "…" : value;
        problems.at(values.getOrDefault(key, node), path + key + " is \"" + shown + "\": " + allowed + " allowed");
    }

    /** Notes something about this mapping itself. */
    void refuse(String reason) {
        problems.at(node, path.isEmpty() ? reason : path.substring(0, path.length() - 1) + ": " + reason);
    }

    private Optional<Node> required(String key) {
        if (!has(key)) {
            refuse(key + " is missing");
        }
        return Optional.ofNullable(values.get(key));
    }

    private @Nullable String scalar(String key, Tag tag, String allowed) {
        Node value = required(key).orElse(null);
        if (value == null) {
            return null;
        }
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(tag)) {
            return scalar.getValue();
        }
        refuse(key, value instanceof ScalarNode scalar ? scalar.getValue() : "…", allowed);
        return null;
    }

    private String text(Node value, String name, int maxChars) {
        if (!(value instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.STR)) {
            problems.at(value, name + ": a text expected");
            return "";
        }
        String text = scalar.getValue().strip().replaceAll("\\s+", " ");
        if (text.isEmpty() || text.length() > maxChars) {
            problems.at(value, name + " has " + text.length() + " characters: 1 to " + maxChars + " allowed");
        }
        return text;
    }

    private static String shown(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + "h";
        }
        return duration.toMinutes() > 1 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
