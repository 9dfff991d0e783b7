package dev.earshot.coaching;

import static dev.earshot.coaching.Briefings.OFFER;
import static dev.earshot.coaching.Briefings.SALARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.coaching.CoachActor.HeardFinal;
import dev.earshot.coaching.CoachAnswer.Advice;
import dev.earshot.coaching.playbook.HintKind;
import dev.earshot.coaching.playbook.Playbook;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hints of a call")
class HintBookTest {

    private static final Playbook PLAYBOOK = Briefings.PLAIN.playbook();

    private final HintBook book = new HintBook();
    private int offered;

    private static HeardFinal said(int endMs) {
        return new HeardFinal("t2-u" + endMs, "t2", "candidate", endMs - 500, endMs, "I have another offer.");
    }

    private static Advice advice(HintKind kind, String text) {
        return new Advice(kind, text, "Why.", "another offer");
    }

    private Optional<WithdrawCause> refused(HintKind kind, String text, int endMs, int nowMs) {
        return book.reasonNotToOffer(advice(kind, text), said(endMs), PLAYBOOK, nowMs);
    }

    private String offer(HintKind kind, String text, int endMs, int nowMs) {
        String id = "h" + ++offered;
        book.onOffered(Offers.hint(id, kind, text, endMs, nowMs), HintTimeline.from(endMs));
        return id;
    }

    private String rendered(HintKind kind, String text, int endMs, int nowMs) {
        String hint = offer(kind, text, endMs, nowMs);
        assertThat(book.onRendered(hint, nowMs)).isPresent();
        return hint;
    }

    @Test
    @DisplayName("have no second of a kind on a screen within its cooldown, and no text twice ever")
    void duplicates() {
        rendered(OFFER, "Ask.", 1_000, 2_000);

        assertThat(refused(OFFER, "Tell.", 60_000, 61_999)).contains(WithdrawCause.DUPLICATE);
        assertThat(refused(OFFER, "Tell.", 60_000, 62_000)).isEmpty();
        assertThat(refused(SALARY, "ask!", 900_000, 900_000)).contains(WithdrawCause.DUPLICATE);
    }

    @Test
    @DisplayName("give way to a newer one of the same kind while nobody has seen them")
    void superseded() {
        String first = offer(OFFER, "Ask.", 1_000, 2_000);

        assertThat(refused(OFFER, "Tell.", 3_000, 4_000)).isEmpty();
        assertThat(book.supersededBy(OFFER, said(3_000), 4_000))
                .extracting(life -> life.hint().id())
                .containsExactly(first);
        assertThat(book.supersededBy(SALARY, said(3_000), 4_000)).isEmpty();
        assertThat(refused(OFFER, "Ask!", 3_000, 4_000)).contains(WithdrawCause.DUPLICATE);

        book.onRendered(first, 4_000);
        assertThat(book.supersededBy(OFFER, said(3_000), 4_000)).isEmpty();
        assertThat(refused(OFFER, "Tell.", 3_000, 4_000)).contains(WithdrawCause.DUPLICATE);
    }

    @Test
    @DisplayName("do not give way once their deadline has passed")
    void pastDeadline() {
        offer(OFFER, "Ask.", 1_000, 2_000);
        assertThat(book.supersededBy(OFFER, said(9_000), 9_001)).isEmpty();
        assertThat(refused(OFFER, "Tell.", 9_000, 9_001)).contains(WithdrawCause.DUPLICATE);
    }

    @Test
    @DisplayName("are superseded on arrival by one of the same kind about a newer utterance")
    void outrun() {
        offer(OFFER, "Ask.", 3_000, 4_000);
        assertThat(refused(OFFER, "Tell.", 1_000, 4_500)).contains(WithdrawCause.SUPERSEDED);
        assertThat(refused(SALARY, "Tell.", 1_000, 4_500)).isEmpty();
    }

    @Test
    @DisplayName("keep to the budget of any minute, and to their kind's cap in the call")
    void budget() {
        for (int i = 0; i < 6; i++) {
            rendered(Briefings.kind("k" + i, 8, 10), "Do " + i, i * 1_000, i * 1_000);
        }
        assertThat(refused(OFFER, "Ask.", 59_000, 59_999)).contains(WithdrawCause.OVER_BUDGET);
        assertThat(refused(OFFER, "Ask.", 59_000, 60_000)).isEmpty();

        for (int i = 1; i <= 4; i++) {
            rendered(OFFER, "Ask " + i, i * 100_000, i * 100_000);
        }
        assertThat(refused(OFFER, "Ask.", 900_000, 900_000)).contains(WithdrawCause.OVER_BUDGET);
        assertThat(refused(SALARY, "Ask.", 900_000, 900_000)).isEmpty();
    }

    @Test
    @DisplayName("leave their place when they are replaced unseen, and keep it when their deadline passed")
    void places() {
        String first = offer(OFFER, "Ask.", 1_000, 2_000);
        assertThat(book.onWithdrawn(first, WithdrawCause.SUPERSEDED)).isTrue();
        assertThat(refused(OFFER, "Ask.", 3_000, 4_000)).isEmpty();

        String second = offer(OFFER, "Ask.", 3_000, 4_000);
        assertThat(book.onWithdrawn(second, WithdrawCause.DEADLINE_PASSED)).isTrue();
        assertThat(refused(OFFER, "Tell.", 12_000, 12_000)).contains(WithdrawCause.DUPLICATE);
    }

    @Test
    @DisplayName(
            "lose their ground when the words that they quote are revised, seen or not, unless somebody has dealt with them")
    void unfounded() {
        String unseen = offer(OFFER, "Ask.", 1_000, 2_000);
        String seen = rendered(SALARY, "Tell.", 1_000, 2_000);
        String used = rendered(SALARY, "Say.", 1_000, 2_000);
        book.onSettled(used);
        HeardFinal revised = new HeardFinal("t2-u1000", "t2", "candidate", 500, 1_000, "I have no other offer.");

        assertThat(book.unfoundedBy(said(1_000))).isEmpty();
        assertThat(book.unfoundedBy(revised)).extracting(Hint::id).containsExactly(unseen, seen);
        assertThat(book.onWithdrawn(seen, WithdrawCause.EVIDENCE_REVISED)).isTrue();
        assertThat(book.onWithdrawn(used, WithdrawCause.EVIDENCE_REVISED)).isFalse();
    }

    @Test
    @DisplayName("are not withdrawn at their deadline once they are on a screen, nor twice")
    void once() {
        String seen = rendered(OFFER, "Ask.", 1_000, 2_000);
        assertThat(book.onWithdrawn(seen, WithdrawCause.DEADLINE_PASSED)).isFalse();
        String late = offer(SALARY, "Tell.", 1_000, 2_000);
        assertThat(book.onWithdrawn(late, WithdrawCause.DEADLINE_PASSED)).isTrue();
        assertThat(book.onWithdrawn(late, WithdrawCause.DEADLINE_PASSED)).isFalse();
        assertThat(book.onWithdrawn("h99", WithdrawCause.DEADLINE_PASSED)).isFalse();
    }
}
