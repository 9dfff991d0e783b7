package dev.earshot.realtime;

import com.typesafe.config.Config;
import dev.earshot.sockets.SocketEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorSystem;

/** A realtime service in the hands of a test of another package, in a time that passes when the test says so. */
public final class FakeService implements RealtimeTransport {
    private static final long EPOCH_MILLIS = 1_795_000_000_000L;

    private final List<Dialled> dialled = new CopyOnWriteArrayList<>();
    private final CountingMeter meter = new CountingMeter();
    private final BiConsumer<Runnable, Duration> scheduler;

    public FakeService(ActorSystem<?> system) {
        scheduler = (task, delay) -> system.scheduler().scheduleOnce(delay, task, system.executionContext());
    }

    /** What an actor system needs for {@link #pass} and {@link #awaitQuiet}. */
    public static Config config() {
        return QuietExecutor.config();
    }

    public static void awaitQuiet() {
        QuietExecutor.awaitQuiet();
    }

    public static void pass(Duration duration) {
        QuietScheduler.pass(duration);
    }

    /** Of a service that has answered a question before. */
    public static ProbeEvidence knownToAnswer() {
        ProbeEvidence evidence = new ProbeEvidence();
        evidence.onAnswer();
        return evidence;
    }

    /** ms since some moment. */
    public static long millis() {
        return QuietScheduler.nanoTime() / 1_000_000;
    }

    public static SessionContext.Clocks clocks() {
        return new SessionContext.Clocks(QuietScheduler::nanoTime, () -> EPOCH_MILLIS + millis());
    }

    /** What was odd, as it was counted. */
    public int odd(SessionMeter.Oddity oddity) {
        return meter.count(oddity);
    }

    public SessionMeter meter() {
        return meter;
    }

    /** Why sessions have ended, each once. */
    public List<SessionCause> ended() {
        return meter.ended;
    }

    /** All attempts so far, oldest first. */
    public List<Dialled> dialled() {
        return dialled;
    }

    public Dialled newest() {
        return dialled.get(dialled.size() - 1);
    }

    @Override
    public RealtimeConnection connect(String callId, Listener listener) {
        Dialled line = new Dialled(new FakeConnection(scheduler, listener), millis());
        dialled.add(line);
        return line.connection;
    }

    /** One attempt to connect, and the session that comes of it. */
    public static final class Dialled {
        private final FakeConnection connection;
        private final long atMillis;
        private boolean accepted;
        private boolean acknowledged;
        private long readyAtMillis;

        private Dialled(FakeConnection connection, long atMillis) {
            this.connection = connection;
            this.atMillis = atMillis;
        }

        /** When it was dialled. */
        public long atMillis() {
            return atMillis;
        }

        public boolean over() {
            return connection.closed();
        }

        /** When it was over, by whoever ended it. */
        public long endedAtMillis() {
            return connection.endedAtNanos() / 1_000_000;
        }

        /** When it was acknowledged for the first time. */
        public long readyAtMillis() {
            return readyAtMillis;
        }

        public boolean accepted() {
            return accepted;
        }

        public boolean acknowledged() {
            return acknowledged;
        }

        public List<String> received() {
            return connection.received;
        }

        /** Bytes of audio that were appended. */
        public int audio() {
            return connection.appended();
        }

        /** Takes the connection, and greets. */
        public void greets(Duration life) {
            if (!accepted && !over()) {
                accepted = true;
                connection.opens();
                says(Wire.CREATED.replace("1795360447", expiry(life)));
            }
        }

        /** Acknowledges what it was asked, if it was. */
        public void acknowledges(Duration life) {
            if (received().stream().anyMatch(event -> event.contains("session.update"))) {
                readyAtMillis = acknowledged ? readyAtMillis : millis();
                acknowledged = true;
                says(Wire.UPDATED.replace("1795360447", expiry(life)));
            }
        }

        private static String expiry(Duration life) {
            return Long.toString((EPOCH_MILLIS + millis() + life.toMillis()) / 1_000);
        }

        public void says(String event) {
            if (accepted && !over()) {
                connection.says(event);
            }
            awaitQuiet();
        }

        public void speechStarts(String item, long ms) {
            says(Wire.speechStarted(item, ms));
        }

        public void speechStops(String item, long ms) {
            says(Wire.speechStopped(item, ms));
        }

        public void transcribes(String item, String text) {
            says(Wire.completed(item, text));
        }

        /** Says nothing by itself any more, and does not answer; the connection stands. */
        public void fallsSilent() {
            connection.fallsSilent();
        }

        public void errs(String code) {
            says(Wire.error(code, "No."));
        }

        public void refuses(int status, Duration retryAfter) {
            connection.ends(new ConnectionEnd.Refused(status, retryAfter));
            awaitQuiet();
        }

        public void closes(int code, String reason) {
            connection.ends(new ConnectionEnd.Ended(new SocketEnd.Closed(code, reason)));
            awaitQuiet();
        }

        public void breaks() {
            connection.ends(new ConnectionEnd.Ended(new SocketEnd.Failed(new IOException("reset"))));
            awaitQuiet();
        }
    }
}
