package dev.earshot.coaching;

import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.CoachAnswer.Advice;
import dev.earshot.coaching.HintLife.Offered;
import dev.earshot.coaching.HintLife.Rendered;
import dev.earshot.coaching.HintLife.Settled;
import dev.earshot.coaching.playbook.HintKind;
import dev.earshot.coaching.playbook.Playbook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The hints that a call was offered, what has become of each, and whether another may stand beside them. */
final class HintBook {
    private static final int MAX_REMEMBERED = 2_000;
    private static final long MINUTE_MS = 60_000;

    private final Map<String, HintLife> lives = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HintLife> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** Why {@code advice} about {@code said} must not stand beside what was offered before; empty: it may. */
    Optional<WithdrawCause> reasonNotToOffer(Advice advice, HeardFinal said, Playbook playbook, long nowMs) {
        List<Offered> leaving = supersededBy(advice.kind(), said, nowMs);
        List<Hint> before = hintsThatCount().toList();
        List<Hint> beside = before.stream()
                .filter(hint -> leaving.stream().noneMatch(old -> old.hint().equals(hint)))
                .toList();
        if (recent(beside, advice.kind(), nowMs).anyMatch(hint -> hint.speechEndMs() > said.endMs())) {
            return Optional.of(WithdrawCause.SUPERSEDED);
        } else if (before.stream().anyMatch(hint -> alike(hint, advice))
                || recent(beside, advice.kind(), nowMs).findAny().isPresent()) {
            return Optional.of(WithdrawCause.DUPLICATE);
        }
        return full(beside, advice.kind(), playbook, nowMs) ? Optional.of(WithdrawCause.OVER_BUDGET) : Optional.empty();
    }

    private static boolean alike(Hint hint, Advice advice) {
        return Words.plain(hint.text()).equals(Words.plain(advice.text()));
    }

    private static Stream<Hint> recent(List<Hint> hints, HintKind kind, long nowMs) {
        return ofKind(hints, kind)
                .filter(hint -> nowMs - hint.offeredMs() < kind.cooldown().toMillis());
    }

    private static boolean full(List<Hint> hints, HintKind kind, Playbook playbook, long nowMs) {
        long inLastMinute = hints.stream()
                .filter(hint -> nowMs - hint.offeredMs() < MINUTE_MS)
                .count();
        return ofKind(hints, kind).count() >= kind.cap()
                || inLastMinute >= playbook.budget().hintsPerMinute();
    }

    private static Stream<Hint> ofKind(List<Hint> hints, HintKind kind) {
        return hints.stream().filter(hint -> hint.kind().id().equals(kind.id()));
    }

    private Stream<Hint> hintsThatCount() {
        return lives.values().stream().filter(HintLife::counts).map(HintLife::hint);
    }

    /** What nobody has seen yet and a hint of this kind about {@code said}, which is newer, takes the place of. */
    List<Offered> supersededBy(HintKind kind, HeardFinal said, long nowMs) {
        return offered()
                .filter(life -> life.hint().kind().id().equals(kind.id()))
                .filter(life -> life.hint().speechEndMs() < said.endMs())
                .filter(life -> nowMs <= life.hint().deadlineMs())
                .toList();
    }

    /** What rests on words that the utterance has no longer; nobody has dealt with it yet. */
    List<Hint> unfoundedBy(HeardFinal revised) {
        return lives.values().stream()
                .filter(life -> life instanceof Offered || life instanceof Rendered)
                .map(HintLife::hint)
                .filter(hint -> hint.utterance().equals(revised.utterance()))
                .filter(hint -> !Words.said(hint.quote(), revised.text()))
                .toList();
    }

    void onOffered(Hint hint, HintTimeline timeline) {
        lives.put(hint.id(), new Offered(hint, timeline));
    }

    void onDelivered(String hint, long atMs) {
        if (lives.get(hint) instanceof Offered offered) {
            lives.put(hint, offered.onDelivered(atMs));
        }
    }

    /** The hint is on a screen; returns it if that is its first news, in whatever state it was. */
    Optional<Rendered> onRendered(String hint, long atMs) {
        HintLife life = lives.get(hint);
        if (life instanceof Offered offered) {
            Rendered rendered = offered.onRendered(atMs);
            lives.put(hint, rendered);
            return Optional.of(rendered);
        }
        return Optional.ofNullable(life).map(known -> new Offered(known.hint(), known.timeline()).onRendered(atMs));
    }

    /** Somebody has used it, or dismissed it. */
    void onSettled(String hint) {
        HintLife life = lives.get(hint);
        if (life instanceof Offered || life instanceof Rendered) {
            lives.put(hint, new Settled(life.hint(), life.timeline()));
        }
    }

    /** Takes a hint back; false where it is too late for that. */
    boolean onWithdrawn(String hint, WithdrawCause cause) {
        HintLife life = lives.get(hint);
        if (life instanceof Offered offered) {
            lives.put(hint, offered.onWithdrawn(cause));
        } else if (life instanceof Rendered rendered && cause == WithdrawCause.EVIDENCE_REVISED) {
            lives.put(hint, rendered.onWithdrawn());
        } else {
            return false;
        }
        return true;
    }

    boolean waitsForScreen(String hint) {
        return lives.get(hint) instanceof Offered;
    }

    private Stream<Offered> offered() {
        List<Offered> offered = new ArrayList<>();
        for (HintLife life : lives.values()) {
            if (life instanceof Offered waiting) {
                offered.add(waiting);
            }
        }
        return offered.stream();
    }
}
