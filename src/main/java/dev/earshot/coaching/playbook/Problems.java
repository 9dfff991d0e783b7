package dev.earshot.coaching.playbook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with one file, each with its line. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String reason) {}

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String reason) {
        at(node.getStartMark(), reason);
    }

    void at(Optional<Mark> mark, String reason) {
        found.add(new Problem(mark.map(known -> known.getLine() + 1).orElse(1), reason));
    }

    boolean none() {
        return found.isEmpty();
    }

    /** {@code file:line: reason}, from the top of the file down. */
    List<String> lines() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.reason())
                .toList();
    }
}
