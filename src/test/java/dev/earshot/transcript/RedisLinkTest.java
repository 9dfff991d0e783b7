package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The way to Redis")
class RedisLinkTest {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

    private final Attempts attempts = new Attempts();
    private final ManualTimer timer = new ManualTimer();
    private final List<Throwable> complaints = new ArrayList<>();
    private final RedisLink link = new RedisLink(attempts, complaints::add, COMMAND_TIMEOUT, timer);

    /** Connections that are made when the test says. */
    private static final class Attempts implements RedisConnector {
        private final List<CompletableFuture<Connection>> made = new ArrayList<>();
        private final List<Integer> closed = new ArrayList<>();
        private int lookedAgain;

        @Override
        public CompletionStage<Connection> connect() {
            made.add(new CompletableFuture<>());
            return made.get(made.size() - 1);
        }

        /** Commands are the tests' own: none is asked of the client. */
        private void connected(int attempt) {
            made.get(attempt).complete(new Connection(null, () -> lookedAgain++, () -> {
                closed.add(attempt);
                return CompletableFuture.completedStage(null);
            }));
        }

        private void failed(int attempt, Exception why) {
            made.get(attempt).completeExceptionally(why);
        }

        @Override
        public void close() {}
    }

    private static final class ManualTimer implements RedisLink.Timer {
        private final List<Due> waiting = new ArrayList<>();

        private record Due(Duration delay, Runnable task) {}

        @Override
        public void after(Duration delay, Runnable task) {
            waiting.add(new Due(delay, task));
        }

        /** What waits for so long is due. */
        private void pass(Duration delay) {
            List<Due> due =
                    waiting.stream().filter(task -> task.delay().equals(delay)).toList();
            waiting.removeAll(due);
            due.forEach(task -> task.task().run());
        }

        @Override
        public void close() {}
    }

    private CompletableFuture<String> run(CompletableFuture<String> answer) {
        return link.run(redis -> answer).toCompletableFuture();
    }

    private static CompletableFuture<String> silent() {
        return CompletableFuture.failedFuture(new RedisCommandTimeoutException());
    }

    private static StoreFailure failure(CompletableFuture<String> command) {
        assertThat(command).isCompletedExceptionally();
        return command.handle((done, failure) -> StoreException.failureOf(failure))
                .join();
    }

    @Test
    @DisplayName("is waited for at the start, by every command")
    void start() {
        CompletableFuture<String> command = run(CompletableFuture.completedFuture("PONG"));
        assertThat(command).isNotDone();

        attempts.connected(0);

        assertThat(command).isCompletedWithValue("PONG");
    }

    @Test
    @DisplayName("is asked for again after each failure, and nothing piles up before it meanwhile")
    void away() {
        attempts.failed(0, new RedisConnectionException("refused"));
        assertThat(failure(run(new CompletableFuture<>()))).isEqualTo(StoreFailure.AWAY);
        timer.pass(RedisLink.BETWEEN_ATTEMPTS);
        assertThat(attempts.made).hasSize(2);
        assertThat(failure(run(new CompletableFuture<>()))).isEqualTo(StoreFailure.AWAY);
        attempts.failed(1, new RedisConnectionException("refused"));
        timer.pass(RedisLink.BETWEEN_ATTEMPTS);
        assertThat(complaints).hasSize(2);

        attempts.connected(2);

        assertThat(run(CompletableFuture.completedFuture("PONG"))).isCompletedWithValue("PONG");
        assertThat(timer.waiting).isEmpty();
    }

    @Test
    @DisplayName("fails by what Redis said to the connection, also while it is asked again")
    void refused() {
        attempts.failed(
                0,
                new RedisConnectionException("no", new RedisCommandExecutionException("WRONGPASS invalid password")));
        assertThat(failure(run(new CompletableFuture<>()))).isEqualTo(StoreFailure.REFUSED);

        timer.pass(RedisLink.BETWEEN_ATTEMPTS);

        assertThat(failure(run(new CompletableFuture<>()))).isEqualTo(StoreFailure.REFUSED);
    }

    @Test
    @DisplayName("is made anew after three commands without an answer; those under way keep their time")
    void silence() {
        attempts.connected(0);
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<String> underWay = run(answer);
        run(silent());
        run(silent());
        assertThat(attempts.made).hasSize(1);
        assertThat(attempts.lookedAgain).isEqualTo(2);

        run(silent());

        assertThat(attempts.made).hasSize(2);
        assertThat(failure(run(new CompletableFuture<>()))).isEqualTo(StoreFailure.AWAY);
        assertThat(attempts.closed).isEmpty();
        answer.complete("late");
        assertThat(underWay).isCompletedWithValue("late");
        timer.pass(COMMAND_TIMEOUT);
        assertThat(attempts.closed).containsExactly(0);
    }

    @Test
    @DisplayName("stays as it is where an answer comes between two silent commands")
    void slow() {
        attempts.connected(0);
        run(silent());
        run(silent());
        run(CompletableFuture.completedFuture("PONG"));
        run(silent());

        assertThat(attempts.made).hasSize(1);
    }

    @Test
    @DisplayName("leads elsewhere at once when the server takes no writes, and commands wait for that")
    void replica() {
        attempts.connected(0);
        run(CompletableFuture.failedFuture(new RedisCommandExecutionException("READONLY You can't write")));
        assertThat(attempts.made).hasSize(2);
        CompletableFuture<String> command = run(CompletableFuture.completedFuture("PONG"));
        assertThat(command).isNotDone();

        attempts.connected(1);

        assertThat(command).isCompletedWithValue("PONG");
    }

    @Test
    @DisplayName("is not asked for any more once it is closed")
    void closed() {
        attempts.failed(0, new RedisConnectionException("refused"));
        link.close();
        timer.pass(RedisLink.BETWEEN_ATTEMPTS);

        assertThat(attempts.made).hasSize(1);
    }
}
