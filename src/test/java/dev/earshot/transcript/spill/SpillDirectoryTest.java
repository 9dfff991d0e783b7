package dev.earshot.transcript.spill;

import static dev.earshot.transcript.spill.SpilledLogs.call;
import static dev.earshot.transcript.spill.SpilledLogs.flags;
import static dev.earshot.transcript.spill.SpilledLogs.now;
import static dev.earshot.transcript.spill.SpilledLogs.summary;
import static dev.earshot.transcript.spill.SpilledLogs.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.Patience;
import dev.earshot.transcript.CallPage;
import dev.earshot.transcript.CallStore;
import dev.earshot.transcript.CallSummary;
import dev.earshot.transcript.LoggedEvent;
import dev.earshot.transcript.MemoryCallStore;
import dev.earshot.transcript.StoreBacklog;
import dev.earshot.transcript.StoreException;
import dev.earshot.transcript.StoreFailure;
import dev.earshot.transcript.TranscriptActor.Call;
import dev.earshot.transcript.Unstored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What waits on disk")
@ExtendWith(Patience.class)
class SpillDirectoryTest {

    private static final StoreBacklog.Limits LIMITS = StoreBacklog.Limits.DEFAULT;

    @TempDir
    private Path folder;

    private final MovableStore store = new MovableStore();
    private final StoreBacklog backlog = new StoreBacklog(LIMITS);
    private SpillDirectory spill;

    /** A store that is away, or says no, when the test says so. */
    private static final class MovableStore implements CallStore {
        private final MemoryCallStore kept = new MemoryCallStore(100);
        private volatile StoreFailure failure = StoreFailure.AWAY;

        private <T> CompletionStage<T> unless(CompletionStage<T> stage) {
            return failure == null ? stage : CompletableFuture.failedStage(new StoreException(failure, null));
        }

        @Override
        public CompletionStage<Long> append(String callId, long epoch, List<LoggedEvent> events) {
            return failure == null ? kept.append(callId, epoch, events) : unless(CompletableFuture.completedStage(0L));
        }

        @Override
        public CompletionStage<List<LoggedEvent>> events(String callId, long afterSeq, int limit) {
            return unless(kept.events(callId, afterSeq, limit));
        }

        @Override
        public CompletionStage<Optional<CallSummary>> summary(String callId) {
            return unless(kept.summary(callId));
        }

        @Override
        public CompletionStage<CallPage> page(CallPage.Request request) {
            return unless(kept.page(request));
        }

        @Override
        public CompletionStage<Done> erase(String callId) {
            return failure == null ? kept.erase(callId) : unless(CompletableFuture.completedStage(Done.getInstance()));
        }

        @Override
        public CompletionStage<Set<String>> erased(Set<String> callIds) {
            return unless(kept.erased(callIds));
        }

        @Override
        public CompletionStage<Done> saveSummary(long epoch, CallSummary summary) {
            return failure == null
                    ? kept.saveSummary(epoch, summary)
                    : unless(CompletableFuture.completedStage(Done.getInstance()));
        }

        @Override
        public CompletionStage<Done> expire(String callId) {
            return failure == null ? kept.expire(callId) : unless(CompletableFuture.completedStage(Done.getInstance()));
        }

        @Override
        public void close() {}
    }

    private void open() throws IOException {
        open(1 << 20);
    }

    private void open(long maxBytes) throws IOException {
        SpillSettings.Drain quick = new SpillSettings.Drain(10, 10_000, 2, Duration.ofMillis(5), Duration.ofMillis(20));
        spill = SpillDirectory.open(
                new SpillSettings(
                        folder.resolve("spill"), maxBytes, maxBytes, Duration.ofMillis(10), Duration.ofDays(1), quick),
                store,
                backlog);
    }

    @AfterEach
    void close() {
        if (spill != null) {
            spill.close();
        }
    }

    private SpilledCallStore readers() {
        return new SpilledCallStore(store, spill);
    }

    private void leave(String callId, int events) {
        List<LoggedEvent> log = whole(callId, events);
        assertThat(now(spill.append(call(callId), 0, log))).isEqualTo(events);
        now(spill.complete(call(callId), summary(callId, log)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> SpillName.read(file).isPresent()).toList();
        }
    }

    private void awaitEmpty() {
        await().until(() -> spill.counts().calls().get() == 0 && files().isEmpty());
    }

    private static StoreFailure cause(CompletionStage<?> stage) {
        try {
            now(stage);
        } catch (RuntimeException e) {
            return StoreException.failureOf(e);
        }
        throw new AssertionError("did not fail");
    }

    @Test
    @DisplayName("comes into the store once that is back, each log whole, and leaves nothing on disk")
    void drains() throws IOException {
        open();
        for (int i = 0; i < 5; i++) {
            leave("c" + i, 25);
        }
        assertThat(files()).hasSize(5);
        assertThat(spill.counts().bytes().get()).isPositive();

        store.failure = null;
        awaitEmpty();

        for (int i = 0; i < 5; i++) {
            assertThat(now(store.events("c" + i, 0, 1_000))).isEqualTo(whole("c" + i, 25));
            assertThat(now(store.summary("c" + i))).contains(summary("c" + i, whole("c" + i, 25)));
        }
        assertThat(spill.counts().drainedEvents().sum()).isEqualTo(125);
        assertThat(spill.counts().drainedCalls().sum()).isEqualTo(5);
        assertThat(spill.counts().bytes().get()).isZero();
        assertThat(backlog.refused(StoreFailure.AWAY)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 25})
    @DisplayName("is whole in a store that comes back without what it had confirmed, a part or all of it")
    void storeForgot(long storedSeq) throws IOException {
        open();
        List<LoggedEvent> log = whole("c", 25);
        now(spill.append(call("c"), storedSeq, log));
        now(spill.complete(call("c"), summary("c", log)));

        store.failure = null;
        awaitEmpty();

        assertThat(now(store.events("c", 0, 1_000))).isEqualTo(log);
    }

    @Test
    @DisplayName("is found by readers, who are told how much of it is stored and why not all")
    void readable() throws IOException {
        open();
        leave("c", 30);

        CallSummary told = summary("c", whole("c", 30)).stored(0, new Unstored(Unstored.Where.DISK, StoreFailure.AWAY));
        await().untilAsserted(() -> assertThat(now(readers().summary("c"))).hasValueSatisfying(found -> {
            assertThat(found.lastSeq()).isEqualTo(30);
            assertThat(found.unstored()).isEqualTo(told.unstored());
        }));
        assertThat(now(readers().events("c", 28, 10))).isEqualTo(whole("c", 30).subList(28, 30));
        assertThat(now(readers().page(CallPage.Request.newest(10))).calls())
                .extracting(CallSummary::callId)
                .containsExactly("c");
        assertThat(cause(readers().events("other", 0, 10))).isEqualTo(StoreFailure.AWAY);
    }

    @Test
    @DisplayName("of a process that is no more is found by the next, its call without an end among it")
    void restart() throws IOException {
        open();
        leave("ended", 30);
        now(spill.append(call("cut"), 0, flags("cut", 1, 12)));
        spill.close();
        assertThat(files()).hasSize(2);
        Path torn = files().stream()
                .filter(file -> file.endsWith(SpillName.of("cut", 7).text()))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(bytes, bytes.length - 3));

        open();
        assertThat(now(readers().events("cut", 0, 100))).isEqualTo(flags("cut", 1, 11));
        assertThat(now(readers().summary("cut")).orElseThrow().state()).isEqualTo(CallSummary.State.LIVE);
        store.failure = null;
        awaitEmpty();

        assertThat(now(store.events("ended", 0, 100))).isEqualTo(whole("ended", 30));
        assertThat(now(store.events("cut", 0, 100))).isEqualTo(flags("cut", 1, 11));
        assertThat(spill.counts().cutFiles().sum()).isEqualTo(1);
    }

    @Test
    @DisplayName("belongs to a process for as long as that lives: another in the same directory leaves it alone")
    void twoProcesses() throws IOException {
        open();
        leave("c", 3);
        SpillDirectory first = spill;
        open();
        assertThat(now(spill.summary("c"))).isEmpty();
        first.close();
        spill.close();

        open();
        assertThat(now(spill.summary("c"))).isPresent();
    }

    @Test
    @DisplayName("is put aside where a newer owner has written, which the store says, and is counted")
    void stale() throws IOException {
        store.kept.append("c", 8, flags("c", 1, 4));
        open();
        leave("c", 5);
        store.failure = null;

        await().until(() -> spill.counts().refusedCalls().sum() == 1);

        assertThat(files()).singleElement().asString().endsWith("-7.refused");
        assertThat(now(readers().events("c", 0, 10))).isEqualTo(flags("c", 1, 4));
        assertThat(backlog.refused(StoreFailure.STALE_OWNER)).isEqualTo(1);
        assertThat(spill.counts().bytes().get()).isEqualTo(Files.size(files().get(0)));
        assertThat(now(readers().kept())).containsExactly("c");
        spill.close();
        open();
        assertThat(now(readers().kept())).as("after a restart").containsExactly("c");
    }

    @Test
    @DisplayName("takes nothing past its bound, says so by name, and makes room by what was put aside")
    void full() throws IOException {
        store.kept.append("stale", 8, flags("stale", 1, 1));
        open(4_000);
        leave("stale", 20);
        store.failure = null;
        await().until(() -> spill.counts().refusedCalls().sum() == 1);
        store.failure = StoreFailure.REFUSED;

        assertThat(now(spill.append(call("c"), 0, flags("c", 1, 30)))).isEqualTo(30);
        assertThat(files()).singleElement().asString().endsWith(".log");
        assertThat(cause(spill.append(call("c"), 0, flags("c", 31, 60)))).isEqualTo(StoreFailure.SPILL_FULL);
        assertThat(cause(spill.append(call("d"), 0, flags("d", 1, 30)))).isEqualTo(StoreFailure.SPILL_FULL);
        assertThat(spill.counts().full().sum()).isEqualTo(2);
        assertThat(spill.counts().bytes().get()).isLessThanOrEqualTo(4_000);

        spill.discard(call("c"));
        assertThat(now(spill.append(call("d"), 0, flags("d", 1, 30)))).isEqualTo(30);
    }

    @Test
    @DisplayName("hides nothing that the store has of a call for which there is no room")
    void noRoomAtAll() throws IOException {
        store.kept.append("c", 7, flags("c", 1, 3));
        open(100);
        assertThat(cause(spill.append(call("c"), 3, flags("c", 1, 4)))).isEqualTo(StoreFailure.SPILL_FULL);
        assertThat(now(spill.append(call("c"), 3, flags("c", 4, 4)))).isZero();
        store.failure = null;

        assertThat(now(readers().events("c", 0, 10))).isEqualTo(flags("c", 1, 3));
        assertThat(files()).isEmpty();
        assertThat(spill.counts().calls().get()).isZero();
    }

    @Test
    @DisplayName("is not done with where it cannot be read any more: what is whole is stored, and its file stays")
    void rotten() throws IOException {
        open();
        leave("c", 30);
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        store.failure = null;
        await().until(() -> backlog.refused(StoreFailure.SPILL_BROKEN) > 1);

        List<LoggedEvent> stored = now(store.events("c", 0, 100));
        assertThat(stored).hasSizeBetween(5, 29).isEqualTo(whole("c", 30).subList(0, stored.size()));
        assertThat(spill.counts().drainedCalls().sum()).isZero();
        assertThat(files()).containsExactly(file);
    }

    @Test
    @DisplayName("holds each owner's log apart, and gives readers the newest")
    void epochs() throws IOException {
        open();
        Call later = new Call("c", 9, SpilledLogs.START);
        now(spill.append(call("c"), 0, flags("c", 1, 2)));
        now(spill.append(later, 0, flags("c", 1, 5)));

        assertThat(now(spill.events("c", 0, 100))).contains(flags("c", 1, 5));
        assertThat(files()).hasSize(2);
        spill.discard(later);
        assertThat(now(spill.events("c", 0, 100))).contains(flags("c", 1, 2));
    }

    @Test
    @DisplayName("leaves no trace of a call that is erased, also where it was put aside")
    void erase() throws IOException {
        store.kept.append("c", 8, flags("c", 1, 1));
        open();
        leave("c", 5);
        store.failure = null;
        await().until(() -> spill.counts().refusedCalls().sum() == 1);
        store.failure = StoreFailure.AWAY;
        now(spill.append(new Call("c", 9, SpilledLogs.START), 0, flags("c", 1, 5)));
        now(spill.append(call("other"), 0, flags("other", 1, 1)));

        now(spill.erase("c"));

        assertThat(files())
                .singleElement()
                .asString()
                .endsWith(SpillName.of("other", 7).text());
        assertThat(now(spill.events("c", 0, 10))).isEmpty();
    }

    @Test
    @DisplayName("is erased with the call, and goes where the store says that its call was erased meanwhile")
    void erasedInTheStore() throws IOException {
        open();
        leave("c", 5);
        leave("d", 5);
        now(store.kept.erase("c"));
        store.failure = null;
        now(readers().erase("d"));

        awaitEmpty();

        assertThat(spill.counts().refusedCalls().sum()).isZero();
        assertThat(now(readers().events("c", 0, 10))).isEmpty();
        assertThat(now(readers().events("d", 0, 10))).isEmpty();
        assertThat(now(readers().page(CallPage.Request.newest(10))).calls()).isEmpty();
    }

    @Test
    @DisplayName("is nobody's but this process's, under names that no call id can steer")
    void names() throws IOException {
        open();
        for (String callId : List.of("../../etc/passwd", "A", "a", "x".repeat(128), "CON", ".")) {
            now(spill.append(call(callId), 0, flags(callId, 1, 1)));
        }

        assertThat(files()).hasSize(6).allSatisfy(file -> {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(file.getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(file.getParent().getParent()).isEqualTo(folder.resolve("spill"));
        });
    }

    @Test
    @DisplayName("does not follow links, and leaves alone what it did not write")
    void foreign() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path secret = Files.writeString(elsewhere.resolve("secret"), "s");
        Path spilled = Files.createDirectory(folder.resolve("spill"));
        Files.createSymbolicLink(spilled.resolve("0123456789abcdef"), elsewhere);
        Path left = Files.createDirectory(spilled.resolve("00000000000000aa"));
        Files.createSymbolicLink(left.resolve(SpillName.of("c", 7).text()), secret);
        Files.writeString(left.resolve(SpillName.of("d", 7).text()), "not a log of ours");
        Files.writeString(left.resolve("notes.txt"), "n");
        Files.writeString(spilled.resolve("readme"), "r");

        open();
        assertThat(now(spill.summaries())).isEmpty();

        assertThat(secret).hasContent("s");
        assertThat(left.resolve("notes.txt")).hasContent("n");
        assertThat(spilled.resolve("readme")).hasContent("r");
        assertThat(Files.isSymbolicLink(left.resolve(SpillName.of("c", 7).text())))
                .isTrue();
        assertThat(elsewhere.resolve("lock")).doesNotExist();
    }

    @Test
    @DisplayName("of what was put aside keeps nothing for longer than calls are kept")
    void retention() throws IOException {
        store.kept.append("c", 8, flags("c", 1, 1));
        open();
        leave("c", 5);
        store.failure = null;
        await().until(() -> spill.counts().refusedCalls().sum() == 1);
        spill.close();
        Files.setLastModifiedTime(files().get(0), FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        open();
        now(spill.summaries());

        await().until(() -> files().isEmpty());
    }

    @Test
    @DisplayName("is refused where the directory cannot be made")
    void noDirectory() throws IOException {
        Files.writeString(folder.resolve("spill"), "a file");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }
}
