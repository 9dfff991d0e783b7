package dev.earshot.coaching;

import dev.earshot.coaching.playbook.CheckItem;
import dev.earshot.coaching.playbook.Playbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a playbook wants to see covered in one call, and what has been. An item is covered once one of its phrases was said,
 * by anybody, in any case and punctuation. No model is asked: whoever looks at the list can see why.
 */
public final class Checklist {

    /** An item that was covered just now, and the phrase that did it. */
    public record Covered(String item, String phrase) {}

    private final Playbook playbook;
    private final List<CheckItem> left;

    private Checklist(Playbook playbook) {
        this.playbook = playbook;
        this.left = new ArrayList<>(playbook.checklist());
    }

    public static Checklist of(Briefing briefing) {
        return new Checklist(briefing.playbook());
    }

    public Playbook playbook() {
        return playbook;
    }

    /** Items that are covered by these words and by none before. */
    public List<Covered> onSaid(String text) {
        List<Covered> covered = new ArrayList<>();
        for (CheckItem item : List.copyOf(left)) {
            Optional<String> phrase = item.phrases().stream().filter(said(text)).findFirst();
            phrase.ifPresent(found -> {
                covered.add(new Covered(item.id(), found));
                left.remove(item);
            });
        }
        return covered;
    }

    private static Predicate<String> said(String text) {
        return phrase -> Words.said(phrase, text);
    }
}
