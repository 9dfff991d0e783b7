package dev.earshot.coaching.playbook;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One YAML document of plain values. What makes YAML more than that (aliases, anchors, tags, several documents, depth
 * without end) is refused before a tree is built of it.
 */
final class YamlText {

    static final int MAX_CHARS = 64 * 1024;

    private static final int MAX_DEPTH = 8;

    private YamlText() {}

    /** The document's keys; empty where there is a problem, which is noted. */
    static Optional<MappingNode> read(String text, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MAX_CHARS)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            refuseMoreThanValues(new Parse(settings).parseString(text), problems);
            return problems.none()
                    ? new Compose(settings).composeString(text).flatMap(node -> keys(node, problems))
                    : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            problems.at(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.at(
                    Optional.empty(),
                    "not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return Optional.empty();
    }

    private static Optional<MappingNode> keys(Node node, Problems problems) {
        if (node instanceof MappingNode keys) {
            return Optional.of(keys);
        }
        problems.at(node, "keys and values expected");
        return Optional.empty();
    }

    private static void refuseMoreThanValues(Iterable<Event> events, Problems problems) {
        int depth = 0;
        int documents = 0;
        for (Event event : events) {
            refuse(event, problems);
            if (event instanceof DocumentStartEvent && ++documents == 2) {
                problems.at(event.getStartMark(), "one document to a file");
            } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problems.at(event.getStartMark(), "nested too deeply: " + MAX_DEPTH + " levels at most");
                return;
            } else if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                depth--;
            }
        }
        if (documents == 0) {
            problems.at(Optional.empty(), "the file is empty");
        }
    }

    private static void refuse(Event event, Problems problems) {
        if (event instanceof AliasEvent) {
            problems.at(event.getStartMark(), "aliases are not allowed");
        } else if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            problems.at(event.getStartMark(), "anchors are not allowed");
        } else if (tagged(event)) {
            problems.at(event.getStartMark(), "tags are not allowed");
        }
    }

    private static boolean tagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent());
    }
}
