package dev.earshot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that says what the test has it say. */
@DisplayName("The command line for calls")
class CallsMainIT {

    private static final String SUMMARY =
            """
            {"callId":"c1","state":"ended","startedAt":"2026-11-22T10:00:00Z","endedAt":"2026-11-22T11:02:03Z",\
            "durationMs":3723000,"lastSeq":7,"tracks":[{"trackId":"t1","speaker":"agent"}],"utterances":3,"hints":2,\
            "hintsInTime":1,"hintsOpen":0}""";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private Charset spoken = StandardCharsets.UTF_8;
    private int status = 200;
    private @Nullable String deletes;
    private boolean breaksOff;
    private CountDownLatch stalls = new CountDownLatch(0);

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        environment.put("EARSHOT_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestMethod() + " " + target + (token == null ? "" : " " + token));
        String answer = answers.getOrDefault(target, answers.getOrDefault("", ""));
        boolean erased = deletes != null && exchange.getRequestMethod().equals("DELETE");
        byte[] body = (erased ? deletes : answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                body.length == 0 ? 204 : status,
                breaksOff || stalls.getCount() > 0 ? body.length + 1 : body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        if (breaksOff) {
            throw new IOException("as it was told to");
        }
        await(stalls);
        exchange.close();
    }

    @Test
    @DisplayName("lists a page of calls by time, and says where the next one begins")
    void list() {
        answers.put("", "{\"calls\":[" + SUMMARY + "],\"next\":\"1763805600000~c1\"}");

        assertThat(run("list", "--limit", "1", "--from", "2026-11-22T10:00:00Z", "--to", "2026-11-23T00:00:00Z"))
                .isZero();

        assertThat(asked)
                .containsExactly("GET /api/calls?limit=1&from=2026-11-22T10%3A00%3A00Z&to=2026-11-23T00%3A00%3A00Z");
        assertThat(text(out).lines())
                .containsExactly(
                        "STARTED                   LASTED     STATE  TURNS     HINTS  CALL",
                        "2026-11-22T10:00:00Z      01:02:03   ended      3    1 of 2  c1");
        assertThat(text(err)).isEqualTo("earshot: there are more: --before 1763805600000~c1\n");

        assertThat(run("list", "--before", "1763805600000~c1", "--json")).isZero();
        assertThat(asked.get(1)).isEqualTo("GET /api/calls?limit=20&before=1763805600000%7Ec1");
        assertThat(text(out)).endsWith(SUMMARY + "\n");
    }

    @Test
    @DisplayName("says so where the store is away and only calls that live are listed")
    void missing() {
        answers.put("", "{\"calls\":[],\"missing\":\"storeAway\"}");

        assertThat(run("list")).isZero();

        assertThat(text(err)).isEqualTo("earshot: only calls that live are listed: storeAway\n");
    }

    @Test
    @DisplayName("shows a call with its books, also one whose books nobody closed")
    void show() {
        answers.put("/api/calls/c1", SUMMARY);
        answers.put(
                "/api/calls/c1/ledger",
                """
                {"callId":"c1","tracks":[{"trackId":"t1","participant":"4:+49","sampleRate":16000,"frames":2,"received":1640,\
                "held":0,"appended":1320,"discarded":{"overlap":320},"gaps":1,"gapSamples":320}]}""");

        assertThat(run("show", "c1")).isZero();

        assertThat(text(out))
                .contains(
                        "  lasted     01:02:03",
                        "  track t1   agent",
                        "  books t1   received 1,640 = held 0 + appended 1,320 + discarded {\"overlap\":320}; 1 gaps of 320 samples");
    }

    @Test
    @DisplayName("tells a call again at its pace, from any point, with who is who there")
    void replay() throws Exception {
        EventLines lines = new EventLines();
        List<Long> slept = new ArrayList<>();
        long[] now = {0};
        Pace pace = new Pace(2, 60_000, () -> now[0], nanos -> {
            slept.add(nanos);
            now[0] += nanos;
        });
        pace.await(60_000);
        pace.await(62_000);
        pace.await(61_000);
        pace.await(66_000);
        assertThat(slept).containsExactly(1_000_000_000L, 2_000_000_000L);
        assertThat(lines.of(JsonNodeFactory.instance.objectNode())).isEmpty();

        answers.put(
                "/api/calls/c%2F1/events?" + "after=0&limit=200",
                """
                {"events":[\
                {"v":1,"callId":"c/1","seq":1,"type":"callStarted","atMs":0,"startedAt":"2026-11-22T10:00:00Z"},\
                {"v":1,"callId":"c/1","seq":2,"type":"trackJoined","atMs":10,"track":"t1","speaker":"agent"},\
                {"v":1,"callId":"c/1","seq":3,"type":"utteranceFinal","atMs":59000,"track":"t1","text":"Before.","understood":true},\
                {"v":1,"callId":"c/1","seq":4,"type":"utteranceFinal","atMs":61000,"track":"t1","text":"Ring\\u0007 \\u001b[2J\\u202eme.","understood":true},\
                {"v":1,"callId":"c/1","seq":5,"type":"hintOffered","atMs":62000,"hint":"h1","kind":"pay","label":"Pay","text":"Ask for the range."},\
                {"v":1,"callId":"c/1","seq":6,"type":"hintWithdrawn","atMs":63000,"hint":"h1","cause":"movedOn"},\
                {"v":1,"callId":"c/1","seq":7,"type":"audioGap","atMs":64000,"track":"t9","startMs":63000,"endMs":64500},\
                {"v":1,"callId":"c/1","seq":8,"type":"ofTomorrow","atMs":64000},\
                {"v":1,"callId":"c/1","seq":9,"type":"callEnded","atMs":65000,"cause":"hungUp"}]}""");
        answers.put(
                "/api/calls/c%2F1/events?limit=200&after=0", answers.get("/api/calls/c%2F1/events?after=0&limit=200"));

        assertThat(run("replay", "c/1", "--fast", "--from", "1:00")).isZero();

        assertThat(text(out).lines())
                .containsExactly(
                        "00:01:01  agent: Ring   [2J me.",
                        "00:01:02    > [Pay] Ask for the range.",
                        "00:01:03      hint withdrawn (movedOn): [Pay] Ask for the range.",
                        "00:01:04  [1.5 s of unknown not received]",
                        "00:01:05  ended: hungUp");
    }

    @Test
    @DisplayName("comes to an end where a server tells the same events again and again")
    void again() {
        String event = "{\"v\":1,\"callId\":\"c1\",\"seq\":1,\"type\":\"flagged\",\"atMs\":0,\"note\":\"x\"},";
        answers.put("", "{\"events\":[" + event.repeat(199) + event.replace("},", "}") + "]}");

        assertThat(run("replay", "c1", "--fast")).isZero();

        assertThat(asked).hasSize(2);
    }

    @Test
    @DisplayName("erases only what is meant to be")
    void erase() {
        answers.put("/api/calls/c1", SUMMARY);
        assertThat(run("erase", "c1")).isEqualTo(2);
        assertThat(text(err)).contains("there is nobody to ask; --yes erases without asking");
        assertThat(runWith("no\n", "erase", "c1")).isEqualTo(1);
        assertThat(text(err)).contains("Erase c1, which started 2026-11-22T10:00:00Z", "nothing was erased");
        assertThat(asked).doesNotContain("DELETE /api/calls/c1");

        assertThat(runWith("y\n", "erase", "c1")).isZero();
        assertThat(run("erase", "c1", "--yes")).isZero();
        assertThat(asked.stream().filter("DELETE /api/calls/c1"::equals)).hasSize(2);
    }

    @Test
    @DisplayName("erases what may be left of a call that is not known, if that is meant, and says that it is not")
    void eraseUnknown() {
        status = 404;
        answers.put("/api/calls/c1", "{\"error\":{\"code\":\"unknownCall\",\"message\":\"Sorry\"}}");
        deletes = "";
        assertThat(runWith("n\n", "erase", "c1")).isEqualTo(1);
        assertThat(asked).doesNotContain("DELETE /api/calls/c1");

        assertThat(run("erase", "c1", "--yes")).isEqualTo(3);

        assertThat(asked).endsWith("DELETE /api/calls/c1");
        assertThat(text(err)).endsWith("earshot: c1 is not known; what may have been left of it is erased\n");
    }

    @ParameterizedTest
    @CsvSource({
        "401, noToken, 4, a token is asked for",
        "403, wrongSecret, 4, a token is asked for",
        "404, unknownCall, 3, Sorry (404 unknownCall)",
        "409, callLives, 1, Sorry (409 callLives)",
        "503, storeAway, 1, Sorry (503 storeAway)"
    })
    @DisplayName("has a status to exit with for each way in which it can fail, and one line that says why")
    void refused(int answered, String code, int expected, String line) {
        status = answered;
        answers.put("", "{\"error\":{\"code\":\"" + code + "\",\"message\":\"Sorry\"}}");

        assertThat(run("show", "c1")).isEqualTo(expected);

        assertThat(text(err)).startsWith("earshot: ").contains(line).hasLineCount(1);
    }

    @Test
    @DisplayName("leaves no file behind that is not whole, and one alone that was there")
    void brokenOff() throws Exception {
        Path file = Files.writeString(folder.resolve("call.vtt"), "as it was");
        answers.put("", "WEBVTT");
        breaksOff = true;

        assertThat(run("export", "c1", "--format", "vtt", "-o", file.toString()))
                .isEqualTo(1);

        assertThat(text(err)).isEqualTo("earshot: The answer broke off; what there is of it is not whole\n");
        assertThat(file).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactly("call.vtt");

        breaksOff = false;
        assertThat(run("export", "c1", "--format", "text", "-o", file.toString()))
                .isZero();
        assertThat(file).hasContent("WEBVTT");
        assertThat(asked).endsWith("GET /api/calls/c1/transcript.txt");
    }

    @Test
    @DisplayName("gives the terminal no commands that came over the network, but each letter, and a file what came")
    void commands() throws Exception {
        String said = "00:01  agent: Ring\u0007 \u001b[2J\u009b2J\u202eme.\n00:02  agent: Grüße 🙂\n";
        answers.put("", said);
        Path file = folder.resolve("call.txt");

        spoken = StandardCharsets.US_ASCII;
        assertThat(run("export", "c1", "--format", "text")).isZero();
        assertThat(run("export", "c1", "--format", "text", "-o", file.toString()))
                .isZero();

        assertThat(text(out)).isEqualTo("00:01  agent: Ring   [2J 2J me.\n00:02  agent: Grüße 🙂\n");
        assertThat(file).hasContent(said);
    }

    @Test
    @DisplayName("does not wait for ever for the rest of an answer")
    void stalls() throws Exception {
        answers.put("", "WEBVTT");
        stalls = new CountDownLatch(1);
        EarshotApi api = new EarshotApi(URI.create(environment.get("EARSHOT_URL")), "", Duration.ofMillis(200));

        assertThatThrownBy(() -> api.download("/api/calls/c1/transcript.vtt", InputStream::readAllBytes))
                .isInstanceOf(EarshotApi.Problem.class)
                .hasMessage("The answer broke off; what there is of it is not whole");
        stalls.countDown();
    }

    @Test
    @DisplayName("shows its token over a wire that nobody else can read, or not at all")
    void token() {
        environment.put("EARSHOT_CONSOLE_TOKEN", "6kq0S1xN4ZyJd2vT");
        answers.put("", "{\"calls\":[]}");
        assertThat(run("list")).isZero();
        assertThat(asked).containsExactly("GET /api/calls?limit=20 Bearer 6kq0S1xN4ZyJd2vT");

        assertThat(run("list", "--url", "http://earshot.example.com")).isEqualTo(2);
        assertThat(text(err)).contains("EARSHOT_CONSOLE_TOKEN goes over https or to this machine only");

        environment.put("EARSHOT_CONSOLE_TOKEN", "6kq0S1xN4ZyJd2vT\r\n");
        assertThat(run("list")).isEqualTo(2);
        assertThat(text(err))
                .endsWith("earshot: EARSHOT_CONSOLE_TOKEN has a character that no token has; a line break, perhaps\n")
                .doesNotContain("6kq0S1xN4ZyJd2vT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "show                       | Missing required parameter: 'CALL'",
                "list --limit 0             | --limit is 0; allowed: 1 to 1000",
                "replay c1 --speed 0        | --speed is 0.0; allowed: 0.1 to 1000.0",
                "replay c1 --from later     | 'later' is no time; write 1:02:03, 2:03, 90s or 1h2m3s",
                "export c1                  | Missing required option: '--format=FORM'",
                "export c1 --format pdf     | expected one of [JSON, VTT, SRT, TEXT]",
                "export c1 --format vtt -o no-such/f.vtt | its folder is not there",
                "export c1 --format vtt -o target | which is a folder",
                "list --url ftp://x         | allowed: an http or https URL",
                "burn c1                    | Unmatched arguments from index 0: 'burn'"
            })
    @DisplayName("refuses wrong use in one line")
    void wrongUse(String arguments, String line) {
        assertThat(run(arguments.strip().split(" "))).isEqualTo(2);

        assertThat(text(err)).startsWith("earshot: ").contains(line);
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("explains itself, as a whole and command by command")
    void help() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("list", "show", "export", "replay", "erase", "EARSHOT_CONSOLE_TOKEN");
        assertThat(run("replay", "--help")).isZero();
        assertThat(text(out)).contains("--speed=N", "--from=T");
        assertThat(run()).isEqualTo(2);
    }

    @Test
    @DisplayName("says that nobody is there")
    void nobody() {
        assertThat(run("list", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(text(err)).startsWith("earshot: Earshot does not answer at http://127.0.0.1:1");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(String... arguments) {
        return runWith("", arguments);
    }

    private int runWith(String input, String... arguments) {
        return CallsMain.run(
                arguments,
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, spoken),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8);
    }
}
