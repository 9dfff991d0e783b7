package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallPage.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A page of the list of calls")
class CallPageTest {

    private static CallSummary call(String callId, long startedAtMs) {
        return CallSummary.starting(callId, Instant.ofEpochMilli(startedAtMs));
    }

    private static List<String> ids(CallPage page) {
        return page.calls().stream().map(CallSummary::callId).toList();
    }

    private static Request after(@Nullable CallCursor before, int limit) {
        return new Request(before, 0, Long.MAX_VALUE, limit);
    }

    @Test
    @DisplayName("has the newest start first, and says where to go on as long as something follows")
    void pages() {
        List<CallSummary> all = List.of(call("a", 1), call("c", 3), call("b", 2));

        CallPage first = CallPage.of(all, Request.newest(2));
        CallPage second = CallPage.of(all, after(first.next(), 2));

        assertThat(ids(first)).containsExactly("c", "b");
        assertThat(ids(second)).containsExactly("a");
        assertThat(second.next()).isNull();
        assertThat(CallPage.of(all, Request.newest(3)).next()).isNull();
    }

    @Test
    @DisplayName("has calls of a time from its beginning to before its end")
    void times() {
        List<CallSummary> all = List.of(call("a", 1), call("b", 2), call("c", 3));
        assertThat(ids(CallPage.of(all, new Request(null, 1, 3, 10)))).containsExactly("b", "a");
    }

    @Test
    @DisplayName("goes on where it stopped though calls have started and gone since, also that which it stopped at")
    void stable() {
        CallCursor next = CallPage.of(List.of(call("a", 1), call("b", 2), call("c", 3)), Request.newest(2))
                .next();
        assertThat(ids(CallPage.of(List.of(call("a", 1), call("c", 3), call("d", 4)), after(next, 2))))
                .containsExactly("a");
    }

    @Test
    @DisplayName("prefers what lives here to what the store has of the same call")
    void liveFirst() {
        CallSummary here = call("a", 5).endedAfter(7);
        CallPage both = new CallPage(List.of(here), null).with(new CallPage(List.of(call("a", 5)), null), 10);
        assertThat(both.calls()).containsExactly(here);
    }

    @Test
    @DisplayName("of two lists gives every call once and in order, however they are shared out and cut")
    void merged() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<CallSummary> all = IntStream.range(0, random.nextInt(40))
                    .mapToObj(i -> call("c" + i, random.nextInt(12)))
                    .toList();
            List<CallSummary> here =
                    all.stream().filter(call -> random.nextInt(3) == 0).toList();
            List<CallSummary> stored = all.stream()
                    .filter(call -> !here.contains(call) || random.nextBoolean())
                    .toList();
            int limit = 1 + random.nextInt(5);

            List<String> read = new ArrayList<>();
            CallCursor next = null;
            do {
                Request request = after(next, limit);
                CallPage page = CallPage.of(here, request).with(CallPage.of(stored, request), limit);
                assertThat(page.calls()).hasSizeLessThanOrEqualTo(limit);
                read.addAll(ids(page));
                next = page.next();
            } while (next != null);

            assertThat(read)
                    .containsExactlyElementsOf(all.stream()
                            .sorted(CallCursor.NEWEST_FIRST)
                            .map(CallSummary::callId)
                            .toList());
        }
    }

    @Test
    @DisplayName("of two lists goes no further than both do, also where one of them has lost calls on the way")
    void nearerEnd() {
        CallPage here = CallPage.of(List.of(call("a", 10), call("b", 8), call("c", 7)), Request.newest(2));
        CallPage expired = new CallPage(List.of(), new CallCursor(5, "x"));

        assertThat(here.with(expired, 2).next()).isEqualTo(new CallCursor(8, "b"));
        assertThat(expired.with(here, 2).next()).isEqualTo(new CallCursor(8, "b"));
    }

    @Test
    @DisplayName("has a cursor that goes through a URL and comes back")
    void cursor() {
        CallCursor cursor = new CallCursor(1_795_000_000_123L, "a~b.C_1-2");
        assertThat(cursor.text()).isEqualTo("1795000000123~a~b.C_1-2");
        assertThat(CallCursor.parse(cursor.text())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "~a", "x~a", "1~", "1~a b", "-1~a", "9999999999999999~a", "1~é"})
    @DisplayName("has no other cursor")
    void noCursor(String text) {
        assertThat(CallCursor.parse(text)).isEmpty();
    }
}
