package dev.earshot.acs.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.acs.automation.MediaStreaming.Channel;
import dev.earshot.acs.automation.MediaStreaming.Rate;
import dev.earshot.node.NodeScripts;
import dev.earshot.simulator.AcsCaller;
import dev.earshot.simulator.AcsCallerOptions;
import dev.earshot.simulator.AcsCallerOptions.Silence;
import dev.earshot.simulator.AcsCallerOptions.Tone;
import dev.earshot.simulator.AcsMessages;
import dev.earshot.simulator.WavFile;
import dev.earshot.simulator.automation.AutomationServer;
import dev.earshot.simulator.automation.AutomationServerSettings;
import dev.earshot.simulator.automation.PhoneFaults;
import dev.earshot.simulator.automation.PhoneFaults.CallbackDelivery;
import dev.earshot.simulator.automation.Ring;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The official client of Call Automation")
class OfficialClientIT {

    private static final NodeScripts SCRIPTS = NodeScripts.in(Path.of("src/test/node/acs"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "c2VjcmV0";
    private static final String CONTEXT = "eyJ.opaque";
    private static final URI CALLBACKS = URI.create("https://earshot.example/acs/callbacks/c1?secret=a%20b");
    private static final URI MEDIA = URI.create("wss://earshot.example/acs/media/c1/hush");
    private static final String CALLER = "4:+4930123456";
    private static final String CALLED = "8:acs:sim_agent";

    /** What each client tells of itself, or leaves to its transport. */
    private static final Set<String> ITS_OWN = Set.of("host", "user-agent", "accept-encoding");

    private final ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "platform");

    @TempDir
    private Path folder;

    /** Before each, because a class that is skipped as a whole is skipped in silence. */
    @BeforeEach
    void install() throws Exception {
        SCRIPTS.installed();
    }

    @AfterEach
    void close() {
        system.terminate();
    }

    @ParameterizedTest(name = "{0} {1}, DTMF {2}")
    @CsvSource({"UNMIXED,KHZ_16,false", "MIXED,KHZ_24,true"})
    @DisplayName("sends what ours sends, field by field, and signs it alike")
    void requests(Channel channel, Rate rate, boolean dtmf) throws Exception {
        String printed = SCRIPTS.run(
                        Map.of(
                                "CONNECTION_STRING",
                                "endpoint=https://contoso.communication.azure.com/;accesskey=" + KEY,
                                "INCOMING_CALL_CONTEXT",
                                CONTEXT,
                                "CALLBACK_URL",
                                CALLBACKS.toString(),
                                "TRANSPORT_URL",
                                MEDIA.toString(),
                                "OPERATION_CONTEXT",
                                "c1",
                                "AUDIO_CHANNEL",
                                channel.wireName(),
                                "AUDIO_FORMAT",
                                rate.wireName(),
                                "DTMF",
                                Boolean.toString(dtmf)),
                        "node",
                        "requests.js")
                .assertSucceeded()
                .output();
        JsonNode theirs = JSON.readTree(printed);
        List<RestRequest> ours = ours(new MediaStreaming(channel, rate, dtmf));

        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.size(); i++) {
            assertSame(ours.get(i), theirs.get(i));
        }
    }

    private static List<RestRequest> ours(MediaStreaming streaming) {
        FakeTime time = new FakeTime();
        ScriptedTransport transport = new ScriptedTransport()
                .answers(200, "{\"callConnectionId\":\"conn-1\"}")
                .answers(202, "")
                .answers(202, "")
                .answers(204, "");
        AutomationSettings settings = new AutomationSettings(
                URI.create("https://contoso.communication.azure.com"),
                "2026-03-12",
                new AutomationCredential.AccessKey(KEY),
                new AutomationSettings.Retries(
                        Duration.ofSeconds(5), 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        CallAutomation client = new CallAutomationClient(
                settings,
                new RetriedRequest(
                        settings, transport, time::pause, time, () -> 0, new RequestMeter(new SimpleMeterRegistry())),
                UUID::randomUUID,
                time);
        client.answer(new AnswerRequest(CONTEXT, CALLBACKS, MEDIA, "c1", streaming))
                .toCompletableFuture()
                .join();
        client.startMediaStreaming("conn-1", "c1").toCompletableFuture().join();
        client.stopMediaStreaming("conn-1").toCompletableFuture().join();
        client.hangUp("conn-1").toCompletableFuture().join();
        return transport.sent;
    }

    private static void assertSame(RestRequest ours, JsonNode theirs) throws Exception {
        assertThat(ours.method()).isEqualTo(theirs.path("method").asText());
        assertThat(ours.uri()).hasToString(theirs.path("url").asText());
        assertThat(body(ours.body())).isEqualTo(body(theirs.path("body").asText()));

        Map<String, String> their = JSON.convertValue(theirs.path("headers"), new TypeReference<>() {});
        Map<String, String> our = ours.headers().entrySet().stream()
                .collect(Collectors.toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        Set<String> expected = new TreeSet<>(their.keySet());
        expected.removeAll(ITS_OWN);
        assertThat(new TreeSet<>(our.keySet())).isEqualTo(expected);
        for (String plain : List.of("accept", "content-type")) {
            assertThat(our.get(plain)).isEqualTo(their.get(plain));
        }
        for (String date : List.of("x-ms-date", "repeatability-first-sent")) {
            assertThat(shape("[0-9]", our.get(date))).isEqualTo(shape("[0-9]", their.get(date)));
        }
        for (String id : List.of("x-ms-client-request-id", "repeatability-request-id")) {
            assertThat(shape("[0-9a-f]", our.get(id))).isEqualTo(shape("[0-9a-f]", their.get(id)));
        }
        assertSignedAlike(theirs, their);
    }

    /** Ours of their request, at their time, is theirs. */
    private static void assertSignedAlike(JsonNode theirs, Map<String, String> their) {
        var at = ZonedDateTime.parse(their.get("x-ms-date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(new AutomationCredential.AccessKey(KEY)
                        .headers(
                                "POST",
                                URI.create(theirs.path("url").asText()),
                                theirs.path("body").asText(),
                                at)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Map.of(
                        "x-ms-date", their.get("x-ms-date"),
                        "x-ms-content-sha256", their.get("x-ms-content-sha256"),
                        "Authorization", their.get("authorization")));
    }

    private static JsonNode body(String text) throws Exception {
        return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
    }

    /** Which digits and letters they are does not matter, where they are does. */
    private static String shape(String digits, @Nullable String text) {
        return text == null ? "" : text.replaceAll(digits, "0").replaceAll("[A-Za-z]", "a");
    }

    @Test
    @DisplayName("is served by the simulated service, and reads its callbacks")
    void service() throws Exception {
        AutomationServer service = AutomationServer.start(system, AutomationServerSettings.usual());
        try (EventSink sink = new EventSink()) {
            AutomationServer.Ringing ringing = service.ring(Ring.between(
                            sink.uri(), CALLER, CALLED, terms -> new CompletableFuture<>())
                    .with(PhoneFaults.NONE.withMediaFailures(1, 8581).withCallbacks(CallbackDelivery.ONE_BY_ONE)));
            assertThat(ringing.taken().toCompletableFuture().join()).containsExactly(200);
            String context = JSON.readTree(sink.bodies().get(0))
                    .get(0)
                    .path("data")
                    .path("incomingCallContext")
                    .asText();

            SCRIPTS.run(
                            Map.of(
                                    "CONNECTION_STRING",
                                    service.connectionString(),
                                    "INCOMING_CALL_CONTEXT",
                                    context,
                                    "CALLBACK_URL",
                                    sink.uri().toString(),
                                    "TRANSPORT_URL",
                                    "ws://127.0.0.1:9/acs/media/c1"),
                            "node",
                            "--test",
                            "client.test.js")
                    .assertSucceeded();
            ringing.call().over().toCompletableFuture().join();

            List<String> callbacks = sink.bodies();
            SCRIPTS.run(
                            Map.of("BODIES", written(callbacks.subList(1, callbacks.size()))),
                            "node",
                            "--test",
                            "callbacks.test.js")
                    .assertSucceeded();
        } finally {
            service.stop().toCompletableFuture().join();
        }
    }

    @Test
    @DisplayName("reads every media message that the simulated caller sends")
    void media() throws Exception {
        Map<String, List<String>> calls = new LinkedHashMap<>();
        for (AcsCallerOptions.Channel channel : AcsCallerOptions.Channel.values()) {
            for (int rate : new int[] {16_000, 24_000}) {
                for (Silence silence : Silence.values()) {
                    String name = channel.name().toLowerCase(Locale.ROOT) + " " + rate / 1_000 + " " + silence;
                    calls.put(name, AcsCaller.messages(call(channel, rate, silence)));
                }
            }
        }

        SCRIPTS.run(Map.of("MESSAGES", written(calls)), "node", "--test", "media.test.js")
                .assertSucceeded();
    }

    @Test
    @DisplayName("reads the example of each form, and every key that is pressed in a call")
    void examples() throws Exception {
        AcsCallerOptions call = AcsCallerOptions.to(MEDIA, "conn-1")
                .participant(CALLER, WavFile.of(16_000, new byte[16_000]))
                .tones(Stream.of("3", "0", "*", "#", "A")
                        .map(key -> new Tone(key, Duration.ofMillis(200)))
                        .toList())
                .build();
        Map<String, List<String>> messages =
                Map.of("examples", AcsMessages.examples(), "keys", AcsCaller.messages(call));

        SCRIPTS.run(Map.of("MESSAGES", written(messages)), "node", "--test", "examples.test.js")
                .assertSucceeded();
    }

    private static AcsCallerOptions call(AcsCallerOptions.Channel channel, int rate, Silence silence) {
        byte[] sound = new byte[16_000];
        new Random(7).nextBytes(sound);
        return AcsCallerOptions.to(MEDIA, "conn-1")
                .participant(CALLER, WavFile.of(16_000, sound))
                .participant(CALLED, WavFile.of(16_000, new byte[16_000]))
                .channel(channel)
                .sampleRate(rate)
                .silence(silence)
                .trailingSilenceMillis(200)
                .build();
    }

    private String written(Object value) throws Exception {
        Path file = folder.resolve("input.json");
        Files.writeString(file, JSON.writeValueAsString(value));
        return file.toString();
    }
}
