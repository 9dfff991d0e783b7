package dev.earshot.transcript;

import dev.earshot.transcript.spill.SpillDirectory;
import dev.earshot.transcript.spill.SpillSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events a second that the logs of fifty calls bring to where they are kept, by the classes that do so in a node: into a
 * Redis of this machine, to disk while there is none, and from there into Redis. An event has about 250 bytes.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 4)
@Measurement(iterations = 5)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallLogBenchmark {

    private static final int CALLS = 50;
    private static final int EVENTS = 2_000;

    @Param({"redis", "disk", "drain"})
    public String to;

    private ActorTestKit kit;
    private EmbeddedRedis redis;
    private Path folder;
    private RedisCallStore store;
    private SpillDirectory spill;
    private StoreBacklog backlog;
    private final List<ActorRef<?>> logs = new ArrayList<>();
    private long epoch = 1;

    @Setup(Level.Iteration)
    public void begin() throws Exception {
        kit = ActorTestKit.create();
        folder = Files.createTempDirectory("earshot-bench");
        redis = EmbeddedRedis.start(1_024);
        int port = redis.port();
        if (!to.equals("redis")) {
            redis.close();
        }
        store = new RedisCallStore(RedisCallStore.Settings.of(redis.url()));
        backlog = new StoreBacklog(StoreBacklog.Limits.DEFAULT);
        spill = SpillDirectory.open(SpillSettings.in(folder), store, backlog);
        if (to.equals("drain")) {
            write();
            redis = EmbeddedRedis.start(1_024, port);
        }
    }

    /** What it takes of memory that all of them wait on disk. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
        logs.forEach(kit::stop);
        logs.clear();
        if (to.equals("disk")) {
            System.gc();
            Runtime now = Runtime.getRuntime();
            System.out.printf(
                    "%n%d calls, %d bytes on disk; heap in use %.1f MB, pending in memory %d%n",
                    spill.counts().calls().get(),
                    spill.counts().bytes().get(),
                    (now.totalMemory() - now.freeMemory()) / 1048576.0,
                    backlog.events());
        }
        kit.shutdownTestKit();
        spill.close();
        store.close();
        redis.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS * EVENTS)
    public long events() throws Exception {
        if (to.equals("drain")) {
            while (spill.counts().calls().get() > 0) {
                Thread.sleep(1);
            }
            return spill.counts().drainedEvents().sum();
        }
        return write();
    }

    private long write() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(CALLS);
        epoch++;
        for (int i = 0; i < CALLS; i++) {
            begin("call-" + i, over);
        }
        over.await();
        return over.getCount();
    }

    private void begin(String callId, CountDownLatch over) {
        TranscriptActor.Call call = new TranscriptActor.Call(callId, epoch, Instant.EPOCH);
        ActorRef<TranscriptActor.Command> log = kit.spawn(
                TranscriptActor.create(call, TranscriptActor.Settings.DEFAULT, List.of(), () -> 0, summary -> {}));
        logs.add(log);
        ActorRef<StoreWriterActor.Report> reports = kit.spawn(Behaviors.receiveMessage(report -> {
            if (report instanceof StoreWriterActor.AllStored || report instanceof StoreWriterActor.AllSpilled) {
                over.countDown();
                return Behaviors.stopped();
            }
            return Behaviors.same();
        }));
        kit.spawn(StoreWriterActor.create(
                call,
                StoreWriterSettings.spillingAfter(Duration.ZERO),
                0,
                log,
                new Storage(store, spill, backlog),
                new Random(1),
                reports));
        String text = "x".repeat(180);
        for (int i = 1; i < EVENTS; i++) {
            log.tell(new TranscriptActor.Append(new CallEvent.Flagged(text)));
        }
        log.tell(new TranscriptActor.Append(
                new CallEvent.CallEnded("hangUp", 9, new LedgerSnapshot(callId, List.of()))));
    }
}
