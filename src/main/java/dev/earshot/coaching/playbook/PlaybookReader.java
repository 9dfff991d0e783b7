package dev.earshot.coaching.playbook;

import dev.earshot.coaching.playbook.HintKind.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one playbook from its file's text, and notes everything that is wrong with it. */
final class PlaybookReader {

    /** Words in a hint's text. */
    private static final int MAX_HINT_WORDS = 12;

    private static final Pattern SPEAKER = Pattern.compile("[a-z][a-z-]{0,31}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");
    private static final String A_SPEAKER = "a speaker label such as agent";
    private static final int MAX_KINDS = 16;
    private static final int MAX_CHECK_ITEMS = 12;
    private static final int MAX_PHRASE_CHARS = 100;
    private static final int MAX_LINE_CHARS = 200;
    private static final int MAX_SITUATION_CHARS = 600;

    private PlaybookReader() {}

    /** The playbook; empty where there are problems. */
    static Optional<Playbook> read(String name, String yaml, Problems problems) {
        Optional<Playbook> playbook =
                YamlText.read(yaml, problems).map(keys -> playbook(name, new Section(keys, "", problems)));
        return problems.none() ? playbook : Optional.empty();
    }

    private static Playbook playbook(String name, Section file) {
        file.only(
                "title",
                "coached",
                "situation",
                "goals",
                "checklist",
                "lookFor",
                "neverOn",
                "minWords",
                "budget",
                "kinds");
        return new Playbook(
                name,
                file.text("title", 80),
                file.text("coached", SPEAKER, A_SPEAKER),
                file.text("situation", MAX_SITUATION_CHARS),
                file.texts("goals", 12, MAX_LINE_CHARS),
                file.has("checklist")
                        ? file.section("checklist")
                                .map(PlaybookReader::checklist)
                                .orElse(List.of())
                        : List.of(),
                file.texts("lookFor", 24, MAX_LINE_CHARS),
                phrases(file, "neverOn"),
                file.integer("minWords", 1, 50),
                file.section("budget").map(PlaybookReader::budget).orElse(new Playbook.Budget(0, 1, 1)),
                file.section("kinds").map(PlaybookReader::kinds).orElse(List.of()));
    }

    private static List<String> phrases(Section section, String key) {
        List<String> phrases = section.texts(key, 100, MAX_PHRASE_CHARS);
        phrases.stream()
                .filter(phrase -> !phrase.isEmpty() && !WORD.matcher(phrase).find())
                .forEach(phrase -> section.refuse(key, phrase, "phrases with a word in them"));
        return phrases;
    }

    private static List<CheckItem> checklist(Section checklist) {
        List<CheckItem> all = new ArrayList<>();
        checklist.sections().forEach((id, item) -> all.add(checkItem(id, item)));
        if (all.size() > MAX_CHECK_ITEMS) {
            checklist.refuse(all.size() + " items: at most " + MAX_CHECK_ITEMS + " allowed");
        }
        return all;
    }

    private static CheckItem checkItem(String id, Section item) {
        if (!KIND.matcher(id).matches()) {
            item.refuse("the name of an item is of a-z, 0-9 and _, and begins with a letter");
        }
        item.only("label", "phrases");
        return new CheckItem(id, item.text("label", 40), phrases(item, "phrases"));
    }

    private static Playbook.Budget budget(Section budget) {
        budget.only("questionsPerMinute", "openQuestions", "hintsPerMinute");
        return new Playbook.Budget(
                budget.integer("questionsPerMinute", 0, 120),
                budget.integer("openQuestions", 1, 16),
                budget.integer("hintsPerMinute", 1, 60));
    }

    private static List<HintKind> kinds(Section kinds) {
        List<HintKind> all = new ArrayList<>();
        kinds.sections().forEach((id, kind) -> all.add(kind(id, kind)));
        if (all.isEmpty() || all.size() > MAX_KINDS) {
            kinds.refuse(all.size() + " kinds of hint: 1 to " + MAX_KINDS + " allowed");
        }
        return all;
    }

    private static HintKind kind(String id, Section kind) {
        if (!KIND.matcher(id).matches()) {
            kind.refuse("the name of a kind is of a-z, 0-9 and _, and begins with a letter");
        }
        kind.only("label", "when", "deadline", "cooldown", "cap", "example");
        return new HintKind(
                id,
                kind.text("label", 40),
                kind.text("when", MAX_LINE_CHARS),
                kind.duration("deadline", Duration.ofSeconds(1), Duration.ofSeconds(60)),
                kind.duration("cooldown", Duration.ofSeconds(5), Duration.ofHours(1)),
                kind.integer("cap", 1, 100),
                kind.has("example") ? kind.section("example").map(PlaybookReader::example) : Optional.empty());
    }

    /** It is held to the same rules as an answer: a bad example would teach to break them. */
    private static Example example(Section example) {
        example.only("speaker", "said", "text", "why", "quote");
        Example read = new Example(
                example.text("speaker", SPEAKER, A_SPEAKER),
                example.text("said", MAX_LINE_CHARS),
                example.text("text", MAX_LINE_CHARS),
                example.text("why", MAX_LINE_CHARS),
                example.text("quote", MAX_LINE_CHARS));
        if (read.text().split(" ").length > MAX_HINT_WORDS) {
            example.refuse("text", read.text(), MAX_HINT_WORDS + " words at most are");
        }
        if (!read.said().contains(read.quote())) {
            example.refuse("quote", read.quote(), "words of what was said are");
        }
        return read;
    }
}
