package dev.earshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.bench.SinkService;
import dev.earshot.simulator.caller.CallFaults;
import dev.earshot.simulator.caller.LedgerCheck;
import dev.earshot.simulator.caller.LineEnd;
import dev.earshot.simulator.cli.CallMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Callers that do wrong on purpose, the whole Earshot, and a realtime service that hears and says nothing. Each caller knows what it
 * did: that is what the ledger is held against, sample by sample.
 */
@DisplayName("A ledger")
class FaultyCallsIT {

    private static final int CALLS = 50;
    private static final String SEED = "earshot.test.seed";

    private static final List<String> ALL_AT_ONCE = List.of(
            "gap of 20ms 1% of frames",
            "gap of 100ms 1% of frames",
            "double 1% of frames",
            "swap 1% of frames",
            "delay by 200ms 1% of frames",
            "omit timestamp 0.5% of frames",
            "spoil timestamp 0.5% of frames",
            "silence of 100ms 0.5% of frames",
            "silence of 100ms without data 0.5% of frames",
            "fragment into 3 10% of frames",
            "binary 5% of frames",
            "pascal-case 5% of frames",
            "jitter of 15ms",
            "30% of calls: burst of 200ms every 2s",
            "30% of calls: send not-json every 1s",
            "30% of calls: send wrong-type every 1s",
            "30% of calls: send unknown-kind every 1s",
            "30% of calls: send transcription every 1s",
            "30% of calls: send bad-base64 every 1s",
            "30% of calls: send no-data every 1s",
            "30% of calls: send odd-length every 2s",
            "20% of calls: send oversize at 3s",
            "20% of calls: stop reading for 1s at 2s",
            "every 3 calls: reset at 4s redial after 400ms",
            "every 4 calls: redial at 5s repeating 100ms overlapping 200ms",
            "every 5 calls: close 1001 at 6s redial after 200ms without metadata",
            "every 6 calls: vanish at 7s redial after 200ms",
            "every 7 calls: jump back 3s at 5s",
            "every 8 calls: jump ahead 2s at 6s");

    private static final List<String> ONE_BY_ONE = List.of(
            "gap of 20ms at 1s",
            "gap of 60ms at 1s",
            "gap of 500ms on track 2 at 1s",
            "double at 1s",
            "swap at 1s",
            "swap by 2 at 1s",
            "delay by 200ms at 1s",
            "silence of 300ms at 1s",
            "silence of 300ms without data at 1s",
            "omit timestamp at 1s",
            "spoil timestamp at 1s",
            "jump ahead 5s at 1s",
            "jump ahead 40s at 1s",
            "jump back 2500ms at 3s",
            "send not-json at 1s",
            "send wrong-type at 1s",
            "send unknown-kind at 1s",
            "send transcription at 1s",
            "send bad-base64 at 1s",
            "send odd-length at 1s",
            "send no-data at 1s",
            "send oversize at 1s",
            "fragment into 5",
            "binary",
            "pascal-case",
            "jitter of 60ms",
            "burst of 500ms at 1s",
            "stop reading for 1s at 1s",
            "reset at 1s redial after 300ms",
            "reset at 1s",
            "close 1000 at 1s redial after 100ms",
            "close 1011 at 1s redial after 100ms without metadata",
            "vanish at 1s redial after 100ms",
            "redial at 1s",
            "redial at 1s repeating 200ms",
            "redial at 1s overlapping 300ms",
            "redial at 1s repeating 100ms overlapping 100ms without metadata");

    private static SinkService sink;
    private static CallBench bench;

    @BeforeAll
    static void open() {
        sink = new SinkService();
        // Sockets are lost on purpose: the calls are there until they have been looked at.
        bench = CallBench.open(Map.of("earshot.realtime.url", sink.url(), "earshot.call.grace", "60s"));
    }

    @AfterAll
    static void close() {
        bench.close();
        sink.close();
    }

    @TestFactory
    @DisplayName("names what was done to its call, for each kind of misdeed, mixed or not, at either rate")
    Stream<DynamicTest> oneByOne() {
        Map<String, CompletableFuture<AcsCaller.Result>> placed = new LinkedHashMap<>();
        for (String rule : ONE_BY_ONE) {
            int number = placed.size() + 1;
            placed.put(rule, place("one-" + number, Duration.ofSeconds(4), CallFaults.of(rule), number));
        }
        return ONE_BY_ONE.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule, () -> assertNamed("one-" + (ONE_BY_ONE.indexOf(rule) + 1), rule, result(placed, rule))));
    }

    private static AcsCaller.Result result(Map<String, CompletableFuture<AcsCaller.Result>> placed, String rule) {
        return placed.get(rule)
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    @DisplayName("names what was done to its call, exactly, with fifty calls at once and all of it at once")
    void fiftyCalls() {
        long seed = Long.getLong(SEED, new Random().nextInt(Integer.MAX_VALUE));
        String told = "seed %d (again with -D%s=%d)".formatted(seed, SEED, seed);
        System.out.println("Fifty faulty calls: " + told);
        CallFaults faults = CallFaults.of(ALL_AT_ONCE.toArray(String[]::new)).seeded(seed);
        List<CompletableFuture<AcsCaller.Result>> placed = new ArrayList<>();
        for (int number = 1; number <= CALLS; number++) {
            placed.add(place("call-" + number, Duration.ofSeconds(10), faults, number));
        }

        TreeSet<String> deeds = new TreeSet<>();
        for (int number = 1; number <= CALLS; number++) {
            AcsCaller.Result result = placed.get(number - 1)
                    .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            assertNamed("call-" + number, told, result);
            deeds.addAll(result.account().deeds().keySet());
        }
        assertThat(deeds)
                .as(told)
                .contains("gap", "double", "swap", "delay", "omit timestamp", "silence", "reset", "redial", "jump");
    }

    @Test
    @DisplayName("is held against what was done by the command line, too")
    void commandLine() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] arguments = {
            "--url",
            bench.url(),
            "--id",
            "typed",
            "--calls",
            "3",
            "--length",
            "3s",
            "--mixed",
            "--rate",
            "24000",
            "--dtmf",
            "3@1s,#@2s",
            "--silence",
            "empty",
            "--fault",
            "gap of 80ms at 1s",
            "--fault",
            "call 2: reset at 2s redial after 100ms",
            "--check"
        };

        int status = CallMain.run(arguments, new PrintStream(out, true, UTF_8), System.err);

        assertThat(out.toString(UTF_8))
                .contains(
                        "typed-1  hung up; done: dtmf # ×1, dtmf 3 ×1, gap ×1", "typed-2  hung up; done: ", "reset ×1")
                .contains("3 of 3 calls came to their end, and their ledgers name what was done to them, exactly.");
        assertThat(status).isZero();
    }

    /** Each call differs from the next in how its voices come. */
    private static CompletableFuture<AcsCaller.Result> place(
            String callId, Duration length, CallFaults faults, int number) {
        AcsCallerOptions.Builder call = bench.call(
                        callId, RecordedSpeech.agent(0, 12_000), RecordedSpeech.other(0, 12_000))
                .length(length)
                .faults(faults)
                .number(number);
        if (number % 5 == 4) {
            call.sampleRate(24_000);
        }
        if (number % 7 == 6) {
            call.channel(AcsCallerOptions.Channel.MIXED);
        }
        return bench.place(call);
    }

    private static void assertNamed(String callId, String told, AcsCaller.Result result) {
        assertThat(result.end()).as("%s, %s", callId, told).isEqualTo(new LineEnd.HungUp());
        assertThat(result.frames()).isPositive();
        List<List<String>> last = new ArrayList<>();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                last.add(0, LedgerCheck.differences(result.account(), ledger(callId)));
                return last.get(0).isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            assertThat(last.get(0))
                    .as("%s, %s; done: %s", callId, told, result.account().deeds())
                    .isEmpty();
        }
    }

    private static JsonNode ledger(String callId) {
        return bench.get("/api/calls/" + callId + "/ledger");
    }
}
