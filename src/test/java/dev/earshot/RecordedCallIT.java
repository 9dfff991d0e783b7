package dev.earshot;

import static dev.earshot.RecordedSpeech.agent;
import static dev.earshot.RecordedSpeech.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import dev.earshot.recorder.Recording;
import dev.earshot.recorder.ReplayPace;
import dev.earshot.recorder.ReplayReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call through a whole Earshot, written as it happened, and what becomes of it when it happens again. */
@DisplayName("A recorded call")
class RecordedCallIT {

    private static final String KEY = "sk-never-written-down";

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "has the same log again, byte for byte, though its sessions were killed and its media socket was dialled anew")
    void killedAndDialledAgain() throws IOException {
        List<String> live;
        try (CallBench bench =
                CallBench.open(Map.of("earshot.recorder.folder", folder.toString(), "earshot.call.grace", "5s"))) {
            var placed = bench.place("taped", agent(0, 7_000), other(0, 7_000));
            bench.awaitReceived("taped", "t1", Duration.ofSeconds(3));
            awaitReady(bench, "taped", 2);
            flag(bench, "taped");
            bench.realtime().killAll();
            placed.join();
            bench.place("taped", agent(7_000, 13_800), other(7_000, 13_800));
            live = log(bench.awaitEnd("taped"));
            awaitWhole();
        }
        Recording recording = Recording.read(file());
        assertThat(recording.cut()).isNull();

        ReplayReport once = Replay.run(recording, ReplayPace.FAST);
        ReplayReport again = Replay.run(recording, ReplayPace.FAST);

        assertThat(once.recorded()).hasSizeGreaterThan(20);
        assertThat(live).isEqualTo(once.recorded());
        assertThat(once.difference(true)).isEmpty();
        assertThat(again.difference(true)).isEmpty();
        assertThat(once.missed()).isEmpty();
    }

    @Test
    @DisplayName("of a few seconds is as small as may be shipped, and happens again, too")
    void fewSeconds() throws IOException {
        try (CallBench bench = CallBench.open(Map.of(
                "earshot.recorder.folder",
                folder.toString(),
                "earshot.call.grace",
                "3s",
                "earshot.realtime.api-key",
                KEY,
                "earshot.coaching.playbook",
                "sales-discovery"))) {
            var placed = bench.place("first-words", agent(0, 2_000));
            awaitReady(bench, "first-words", 1);
            bench.awaitReceived("first-words", "t1", Duration.ofSeconds(1));
            bench.realtime().killAll();
            flag(bench, "first-words");
            placed.join();
            bench.place("first-words", agent(2_000, 3_500));
            bench.awaitEnd("first-words");
            awaitWhole();
        }
        assertThat(Replay.run(Recording.read(file()), ReplayPace.FAST).difference(true))
                .isEmpty();
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
                .contains("Hello")
                .doesNotContain(KEY)
                .doesNotContain(folder.toString());
        String keep = System.getProperty("earshot.recording.keep");
        if (keep != null) {
            Files.copy(file(), Path.of(keep), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** As someone does who reads the call's log at a console. */
    private static void flag(CallBench bench, String call) {
        HubConnection console =
                HubConnectionBuilder.create(bench.url() + "/hubs/calls").build();
        console.on("event", event -> {}, Object.class);
        console.start().blockingAwait();
        console.invoke(Object.class, "Subscribe", call, 0).blockingGet();
        console.invoke("Flag", call, "here").blockingAwait();
        console.stop().blockingAwait();
    }

    private static void awaitReady(CallBench bench, String call, int times) {
        await().atMost(Patience.LIMIT)
                .until(() -> bench.record(call).sessions().stream()
                                .filter("ready"::equals)
                                .count()
                        >= times);
    }

    private static List<String> log(CallRecord record) {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : record.events()) {
            lines.add(event.toString());
        }
        return lines;
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    private void awaitWhole() {
        await().atMost(Patience.LIMIT).until(() -> Recording.read(file()).cut() == null);
    }
}
