package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.CallEvent.Flagged;
import dev.earshot.transcript.CallEvent.UtterancePartial;
import dev.earshot.transcript.SubscriberPort.Offer;
import dev.earshot.transcript.TranscriptActor.Append;
import dev.earshot.transcript.TranscriptActor.Command;
import dev.earshot.transcript.TranscriptActor.GetEvents;
import dev.earshot.transcript.TranscriptActor.Settings;
import dev.earshot.transcript.TranscriptActor.Show;
import dev.earshot.transcript.TranscriptActor.Subscribe;
import dev.earshot.transcript.TranscriptActor.Unsubscribe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A reader of a call's log")
class TranscriptSubscriptionTest {

    private static final TranscriptActor.Call CALL =
            new TranscriptActor.Call("c", 1, Instant.parse("2026-11-22T10:00:00Z"));
    private static final int ALL = Integer.MAX_VALUE;

    private final BehaviorTestKit<Command> log =
            BehaviorTestKit.create(TranscriptActor.create(CALL, Settings.DEFAULT, List.of(), () -> 100, summary -> {}));

    /** A console with room for so many messages at a time. */
    private static final class Console implements SubscriberPort {
        private final List<String> received = new ArrayList<>();
        private final List<Long> resumeFrom = new ArrayList<>();
        private int room = Integer.MAX_VALUE;
        private boolean gone;
        private int offers;

        @Override
        public Offer offer(String json, long seq) {
            offers++;
            if (gone) {
                return Offer.GONE;
            } else if (room == 0) {
                return Offer.FULL;
            }
            room--;
            received.add(json);
            return Offer.TAKEN;
        }

        @Override
        public void resumeFrom(long afterSeq) {
            resumeFrom.add(afterSeq);
        }
    }

    private CallSnapshot events(long after, int limit) {
        TestInbox<CallSnapshot> reply = TestInbox.create();
        log.run(new GetEvents(after, limit, reply.getRef()));
        return reply.receiveMessage();
    }

    private CallSnapshot subscribe(long after, SubscriberPort console) {
        TestInbox<CallSnapshot> reply = TestInbox.create();
        log.run(new Subscribe(after, console, reply.getRef()));
        return reply.receiveMessage();
    }

    private void flag(String... notes) {
        for (String note : notes) {
            log.run(new Append(new Flagged(note)));
        }
    }

    private static UtterancePartial partial(String utterance, String text, int revision) {
        return new UtterancePartial("t1", utterance, 0, text, revision);
    }

    @Test
    @DisplayName("gets one object first, literally this")
    void renderedSnapshot() {
        flag("a", "b");
        log.run(new Show(partial("t1-u1", "Hel", 1)));

        assertThat(subscribe(1, new Console()).rendered())
                .isEqualTo(
                        """
                        {"callId":"c","lastSeq":2,"state":"live",\
                        "events":[{"v":1,"callId":"c","seq":2,"type":"flagged","atMs":100,"note":"b"}],\
                        "volatile":[{"v":1,"callId":"c","type":"utterancePartial","atMs":100,"track":"t1",\
                        "utterance":"t1-u1","startMs":0,"text":"Hel","revision":1}]}""");
    }

    @Test
    @DisplayName("is told of to whoever listens to the log, as soon as it has an event, and not before")
    void listener() {
        List<String> taken = new ArrayList<>();
        LogListener listener = new LogListener() {
            @Override
            public void onSummary(CallSummary summary) {}

            @Override
            public void onTaken(CallEvent.Durable event, long atMs) {
                taken.add(event + " at " + atMs);
            }
        };
        BehaviorTestKit<Command> told =
                BehaviorTestKit.create(TranscriptActor.create(CALL, Settings.DEFAULT, List.of(), () -> 100, listener));
        Console console = new Console();

        told.run(new Append(new Flagged("nobody reads")));
        assertThat(taken).isEmpty();
        told.run(new Subscribe(0, console, TestInbox.<CallSnapshot>create().getRef()));
        assertThat(taken).containsExactly("Flagged[note=nobody reads] at 100");
        console.room = 1;
        told.run(new Append(new Flagged("taken")));
        told.run(new Append(new Flagged("no room")));
        assertThat(taken).hasSize(2).last().isEqualTo("Flagged[note=taken] at 100");
    }

    @Test
    @DisplayName("is offered what comes after its snapshot, the very string that is in the log")
    void continues() {
        Console console = new Console();
        flag("a");
        subscribe(0, console);
        flag("b");

        assertThat(console.received).hasSize(1);
        assertThat(console.received.get(0))
                .isSameAs(events(1, ALL).events().get(0).rendered());
    }

    @Test
    @DisplayName("loses a partial it has no room for, and nothing else")
    void partialLost() {
        Console console = new Console();
        subscribe(0, console);
        console.room = 0;
        log.run(new Show(partial("t1-u1", "Hel", 1)));
        console.room = 10;
        flag("a");

        assertThat(console.received).singleElement().asString().contains("\"seq\":1");
        assertThat(console.resumeFrom).isEmpty();
    }

    @Test
    @DisplayName("must resume from its cursor when it has no room for a final, while the others go on")
    void slowReader() {
        Console slow = new Console();
        Console quick = new Console();
        flag("a", "b");
        subscribe(0, slow);
        subscribe(0, quick);
        slow.room = 1;
        flag("c", "d", "e");

        assertThat(slow.resumeFrom).containsExactly(3L);
        assertThat(slow.offers).isEqualTo(2);
        assertThat(quick.received).hasSize(3);
    }

    @Test
    @DisplayName("is forgotten when it has left, has unsubscribed or fails")
    void leavers() {
        Console gone = new Console();
        Console unsubscribed = new Console();
        SubscriberPort failing = new SubscriberPort() {
            @Override
            public Offer offer(String json, long seq) {
                throw new IllegalStateException("broken console");
            }

            @Override
            public void resumeFrom(long afterSeq) {}
        };
        subscribe(0, gone);
        subscribe(0, unsubscribed);
        subscribe(0, failing);
        gone.gone = true;
        log.run(new Unsubscribe(unsubscribed));
        flag("a", "b");

        assertThat(gone.offers).isEqualTo(1);
        assertThat(unsubscribed.offers).isZero();
        assertThat(events(0, ALL).lastSeq()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("gets every final once and in order, however often it is slow and comes back")
    void gapless(long seed) {
        Random random = new Random(seed);
        Console console = new Console();
        List<Long> seen = new ArrayList<>();
        boolean subscribed = false;
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(5)) {
                case 0 -> log.run(new Show(partial("t1-u" + random.nextInt(3), "x", step)));
                case 1 -> console.room = random.nextInt(4);
                case 2 -> {
                    if (!subscribed || !console.resumeFrom.isEmpty()) {
                        console.resumeFrom.forEach(after -> assertThat(after).isEqualTo(lastOf(seen)));
                        console.resumeFrom.clear();
                        subscribe(lastOf(seen), console).events().forEach(event -> seen.add(event.seq()));
                        subscribed = true;
                    }
                }
                default -> flag("n");
            }
            collect(console, seen);
        }
        log.run(new Unsubscribe(console));
        subscribe(lastOf(seen), console).events().forEach(event -> seen.add(event.seq()));

        long last = events(0, 0).lastSeq();
        assertThat(last).isGreaterThan(500);
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    private static long lastOf(List<Long> seen) {
        return seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
    }

    private static void collect(Console console, List<Long> seen) {
        console.received.stream()
                .flatMap(json -> CallEventJson.read(json).stream())
                .forEach(e -> seen.add(e.seq()));
        console.received.clear();
    }
}
