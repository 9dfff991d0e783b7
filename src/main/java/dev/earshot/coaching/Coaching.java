package dev.earshot.coaching;

import dev.earshot.coaching.playbook.Playbook;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What calls are coached by: all playbooks, each with what the model is told by it, and the one of most calls. */
public final class Coaching {
    private final TreeMap<String, Briefing> byName = new TreeMap<>();
    private final Briefing usual;

    /**
     * @param usual name of the playbook that a call is coached by where nothing is said of it
     * @throws IllegalArgumentException where there is no such playbook
     */
    public Coaching(Map<String, Playbook> playbooks, String usual) {
        playbooks.forEach((name, playbook) -> byName.put(name, Briefing.of(playbook)));
        this.usual = find(usual).orElseThrow(() -> new IllegalArgumentException("No playbook is named " + usual));
    }

    public Briefing usual() {
        return usual;
    }

    public Optional<Briefing> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What they are called. */
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }
}
