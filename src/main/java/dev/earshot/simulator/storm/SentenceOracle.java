package dev.earshot.simulator.storm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Holds what was heard on a track against what was spoken: each sentence once, in its order, at its time. The words of both
 * are laid side by side so that as many as can be match in order (the longest common subsequence); what is left over on the
 * spoken side is lost, what is left over on the other side was said already, or is out of order, or nobody said it.
 */
public final class SentenceOracle {

    /** A sentence counts as heard with so many of its words: a recogniser may miss one where a turn was cut. */
    private static final double MOST = 0.75;

    /** Fewer words that are too many are a slip of the recogniser, unless they are a whole sentence. */
    private static final int SLIP_WORDS = 2;

    /** What is heard may lie so far from where it was spoken. */
    private static final long NEAR_MS = 1_500;

    private final List<Sentence> spoken;
    private final List<Sentence> heard;
    private final List<Word> said = new ArrayList<>();
    private final List<Word> told = new ArrayList<>();
    private final BitSet saidMatched = new BitSet();
    private final BitSet toldMatched = new BitSet();
    private final int[] matches;
    private final int[] misplaced;
    private final List<Flaw> flaws = new ArrayList<>();

    /** What can be wrong with a sentence. */
    public enum Fault {
        LOST,
        DOUBLED,
        OUT_OF_ORDER,
        WRONG_TIME,
        NOT_SPOKEN
    }

    /**
     * Something that is wrong.
     *
     * @param what the words, and where they are
     */
    public record Flaw(Fault fault, String what) {}

    /**
     * What came of it.
     *
     * @param sentences that were spoken
     * @param words in them
     * @param missing of those
     * @param extra words that were heard beyond those
     */
    public record Verdict(int sentences, int words, int missing, int extra, List<Flaw> flaws) {
        public Verdict {
            flaws = List.copyOf(flaws);
        }

        public long count(Fault fault) {
            return flaws.stream().filter(flaw -> flaw.fault() == fault).count();
        }
    }

    private record Word(String text, int sentence) {}

    private SentenceOracle(List<Sentence> spoken, List<Sentence> heard) {
        this.spoken = spoken;
        this.heard = heard;
        this.matches = new int[spoken.size()];
        this.misplaced = new int[spoken.size()];
    }

    /**
     * Judges one track.
     *
     * @param spoken in their order
     * @param heard the finals, in the order of the log
     */
    public static Verdict judge(List<Sentence> spoken, List<Sentence> heard) {
        return new SentenceOracle(spoken, heard).judge();
    }

    /** Lower case, without punctuation. */
    static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9']+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private Verdict judge() {
        collect(spoken, said);
        collect(heard, told);
        match();
        for (int i = 0; i < spoken.size(); i++) {
            judge(i);
        }
        judgeRest();
        return new Verdict(
                spoken.size(),
                said.size(),
                said.size() - saidMatched.cardinality(),
                told.size() - toldMatched.cardinality(),
                flaws);
    }

    private static void collect(List<Sentence> sentences, List<Word> into) {
        for (int i = 0; i < sentences.size(); i++) {
            for (String word : words(sentences.get(i).text())) {
                into.add(new Word(word, i));
            }
        }
    }

    /** From the end backwards and greedily, so that of two copies one matches whole. */
    private void match() {
        int[][] longest = longest();
        int i = 0;
        int j = 0;
        while (i < said.size() && j < told.size()) {
            if (said.get(i).text().equals(told.get(j).text()) && longest[i][j] == longest[i + 1][j + 1] + 1) {
                pair(i++, j++);
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Of the words from i and from j on. */
    private int[][] longest() {
        int[][] longest = new int[said.size() + 1][told.size() + 1];
        for (int i = said.size() - 1; i >= 0; i--) {
            for (int j = told.size() - 1; j >= 0; j--) {
                longest[i][j] = said.get(i).text().equals(told.get(j).text())
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        return longest;
    }

    private void pair(int i, int j) {
        saidMatched.set(i);
        toldMatched.set(j);
        Sentence here = spoken.get(said.get(i).sentence());
        Sentence there = heard.get(told.get(j).sentence());
        matches[said.get(i).sentence()]++;
        if (there.startMs() > here.endMs() + NEAR_MS || there.endMs() < here.startMs() - NEAR_MS) {
            misplaced[said.get(i).sentence()]++;
        }
    }

    private void judge(int sentence) {
        int words = words(spoken.get(sentence).text()).size();
        if (matches[sentence] < MOST * words) {
            flaws.add(flaw(wordsElsewhere(sentence) ? Fault.OUT_OF_ORDER : Fault.LOST, spoken.get(sentence)));
        } else if (misplaced[sentence] > words / 2) {
            flaws.add(flaw(Fault.WRONG_TIME, spoken.get(sentence)));
        }
    }

    /** Whether a sentence that has no match was heard after all, in one piece and in another place. */
    private boolean wordsElsewhere(int sentence) {
        List<String> words = words(spoken.get(sentence).text());
        return runs().stream().anyMatch(run -> piece(words, texts(run)) || piece(texts(run), words));
    }

    /** Words that nobody is left to have spoken. */
    private void judgeRest() {
        for (List<Word> run : runs()) {
            List<String> words = texts(run);
            boolean whole =
                    spoken.stream().anyMatch(sentence -> words(sentence.text()).equals(words));
            if (words.size() <= SLIP_WORDS && !whole) {
                continue;
            }
            List<Integer> from = sentencesWith(words);
            if (from.stream().anyMatch(sentence -> !heardInItsPlace(sentence))) {
                continue; // named already, as the sentence that is out of order
            }
            flaws.add(new Flaw(
                    from.isEmpty() ? Fault.NOT_SPOKEN : Fault.DOUBLED,
                    heard.get(run.get(0).sentence()).startMs() + " ms: " + String.join(" ", words)));
        }
    }

    private boolean heardInItsPlace(int sentence) {
        return matches[sentence] >= MOST * words(spoken.get(sentence).text()).size();
    }

    /** The sentences that such words may be from: they are a piece of it, or it is a piece of them. */
    private List<Integer> sentencesWith(List<String> words) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < spoken.size(); i++) {
            List<String> sentence = words(spoken.get(i).text());
            if (piece(sentence, words) || (sentence.size() > SLIP_WORDS && piece(words, sentence))) {
                found.add(i);
            }
        }
        return found;
    }

    private static boolean piece(List<String> whole, List<String> part) {
        return Collections.indexOfSubList(whole, part) >= 0;
    }

    private static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    /** Words in a row that match nothing. */
    private List<List<Word>> runs() {
        List<List<Word>> runs = new ArrayList<>();
        int from = toldMatched.nextClearBit(0);
        while (from < told.size()) {
            int next = toldMatched.nextSetBit(from);
            int until = next < 0 ? told.size() : next;
            runs.add(told.subList(from, until));
            from = toldMatched.nextClearBit(until);
        }
        return runs;
    }

    private static Flaw flaw(Fault fault, Sentence sentence) {
        return new Flaw(fault, sentence.startMs() + " ms: " + sentence.text());
    }
}
