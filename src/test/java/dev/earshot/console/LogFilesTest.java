package dev.earshot.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.Patience;
import dev.earshot.realtime.QuietExecutor;
import dev.earshot.transcript.CallEvent.UtteranceFinal;
import dev.earshot.transcript.CallSnapshot;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.export.TranscriptFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What is made of a whole log")
class LogFilesTest {

    private static final ActorTestKit kit = ActorTestKit.create(QuietExecutor.config());
    private static final Materializer materializer =
            SystemMaterializer.get(kit.system()).materializer();

    /** Of a call of eight hours in which somebody says something every second. */
    private static final long MANY = 28_800;

    private long events = MANY;
    private int pagesRead;

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    @Test
    @DisplayName("is whole: every event once and in order, from the cursor on")
    void whole() {
        for (long count : new long[] {0, 1, 99, 100, 101, 200, 250}) {
            events = count;
            HttpResponse response = LogFiles.events(
                    this::page, page(0, PagedLog.PAGE).toCompletableFuture().join());

            assertThat(text(response))
                    .isEqualTo(CallSnapshot.renderedEvents(LongStream.rangeClosed(1, count)
                            .mapToObj(LogFilesTest::event)
                            .toList()));
        }
    }

    @Test
    @DisplayName("is read as its reader goes on: a page or two ahead, however long the call")
    void eventsOnDemand() {
        HttpResponse response = LogFiles.events(
                this::page, page(0, PagedLog.PAGE).toCompletableFuture().join());

        assertReadOnDemand(response, 1);
    }

    @ParameterizedTest
    @EnumSource(TranscriptFormat.class)
    @DisplayName("and is a transcript, is read once for its outline and once more as its reader goes on")
    void transcriptOnDemand(TranscriptFormat format) {
        HttpResponse response = transcript(format);
        assertThat(pagesRead).as("the outline").isEqualTo(MANY / PagedLog.PAGE + 1);
        pagesRead = 0;

        assertReadOnDemand(response, 0);
    }

    private void assertReadOnDemand(HttpResponse response, int before) {
        SinkQueueWithCancel<ByteString> reader = response.entity()
                .getDataBytes()
                .runWith(Sink.<ByteString>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), materializer);
        for (int chunk = 1; chunk <= 20; chunk++) {
            assertThat(reader.pull().toCompletableFuture().join()).isPresent();
            QuietExecutor.awaitQuiet();
            assertThat(pagesRead - before).as("after %d chunks", chunk).isBetween(chunk - 2, chunk + 2);
        }
        reader.cancel();
        QuietExecutor.awaitQuiet();
        int read = pagesRead;
        assertThat(read).isLessThan(30);
    }

    @Test
    @DisplayName("and is a transcript, breaks off where the log can no longer be read")
    void brokenOff() {
        events = 250;
        PagedLog log = (after, limit) ->
                pagesRead > 4 ? CompletableFuture.failedFuture(new IllegalStateException("away")) : page(after, limit);
        HttpResponse response = LogFiles.transcript(
                        "c",
                        TranscriptFormat.TXT,
                        log,
                        page(0, PagedLog.PAGE).toCompletableFuture().join(),
                        materializer)
                .toCompletableFuture()
                .join();

        assertThat(response.entity()
                        .getDataBytes()
                        .runWith(Sink.ignore(), materializer)
                        .toCompletableFuture())
                .failsWithin(Patience.LIMIT);
    }

    private HttpResponse transcript(TranscriptFormat format) {
        return LogFiles.transcript(
                        "c",
                        format,
                        this::page,
                        page(0, PagedLog.PAGE).toCompletableFuture().join(),
                        materializer)
                .toCompletableFuture()
                .join();
    }

    private static String text(HttpResponse response) {
        return response.entity()
                .getDataBytes()
                .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
                .toCompletableFuture()
                .join()
                .utf8String();
    }

    /** Made when it is asked for, and nowhere kept. */
    private CompletionStage<CallSnapshot> page(long afterSeq, int limit) {
        pagesRead++;
        List<LoggedEvent> page = LongStream.rangeClosed(afterSeq + 1, Math.min(events, afterSeq + limit))
                .mapToObj(LogFilesTest::event)
                .toList();
        return CompletableFuture.completedFuture(
                new CallSnapshot("c", events, CallSummary.State.ENDED, page, List.of()));
    }

    private static LoggedEvent event(long seq) {
        return LoggedEvent.of(
                "c",
                seq,
                seq * 1_000,
                UtteranceFinal.understood("t1", "t1-u" + seq, seq * 1_000 - 900, seq * 1_000 - 100, "Said " + seq));
    }
}
