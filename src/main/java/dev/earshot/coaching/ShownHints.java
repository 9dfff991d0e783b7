package dev.earshot.coaching;

import dev.earshot.coaching.CoachAnswer.Advice;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What has been shown in a call, so that no two hints are alike: every kind's last time, and the newest texts. */
final class ShownHints {

    private static final int MAX_TEXTS = 256;

    private final long kindCooldownMs;
    private final Map<HintKind, Long> lastMs = new EnumMap<>(HintKind.class);
    private final Set<String> texts = new LinkedHashSet<>();

    ShownHints(long kindCooldownMs) {
        this.kindCooldownMs = kindCooldownMs;
    }

    boolean isLike(Advice advice, long nowMs) {
        Long last = lastMs.get(advice.kind());
        boolean tooSoon = last != null && nowMs - last < kindCooldownMs;
        return tooSoon || texts.contains(CoachAnswer.plain(advice.text()));
    }

    void add(Advice advice, long nowMs) {
        lastMs.put(advice.kind(), nowMs);
        texts.add(CoachAnswer.plain(advice.text()));
        if (texts.size() > MAX_TEXTS) {
            texts.remove(texts.iterator().next());
        }
    }
}
