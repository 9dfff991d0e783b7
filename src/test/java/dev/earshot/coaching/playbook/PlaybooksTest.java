package dev.earshot.coaching.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.coaching.playbook.Playbooks.Invalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Playbooks")
class PlaybooksTest {

    private static final String GOOD =
            """
            title: Small talk
            coached: agent
            situation: >-
              Two people
              talk.
            goals: [Talk.]
            lookFor: []
            neverOn: ["Hello, there"]
            minWords: 3
            budget:
              questionsPerMinute: 12
              openQuestions: 4
              hintsPerMinute: 6
            kinds:
              weather:
                label: Weather
                when: it rains
                deadline: 8s
                cooldown: 60s
                cap: 2
                example:
                  speaker: other
                  said: It rains again.
                  text: Offer the umbrella.
                  why: Nobody likes to be wet.
                  quote: It rains
              news:
                label: News
                when: there is news
                deadline: 1500ms
                cooldown: 1h
                cap: 100
            """;

    @TempDir
    private Path folder;

    private Map<String, Playbook> load(String yaml) {
        try {
            Files.writeString(folder.resolve("small-talk.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Playbooks.load(folder);
    }

    private List<String> problems(String yaml) {
        try {
            load(yaml);
        } catch (Invalid e) {
            return String.valueOf(e.getMessage())
                    .replace(folder + "/small-talk.yaml:", "")
                    .lines()
                    .toList();
        }
        return List.of();
    }

    @Test
    @DisplayName("of a folder are known by the names of their files")
    void read() {
        Playbook playbook = load(GOOD).get("small-talk");

        assertThat(playbook).isNotNull();
        assertThat(playbook.situation()).isEqualTo("Two people talk.");
        assertThat(playbook.neverOn()).containsExactly("Hello, there");
        assertThat(playbook.budget()).isEqualTo(new Playbook.Budget(12, 4, 6));
        assertThat(playbook.kinds()).extracting(HintKind::id).containsExactly("weather", "news");
        assertThat(playbook.kind("weather")).hasValueSatisfying(kind -> {
            assertThat(kind.cooldown()).isEqualTo(Duration.ofMinutes(1));
            assertThat(kind.example()).map(HintKind.Example::quote).hasValue("It rains");
        });
        assertThat(playbook.kind("news")).map(HintKind::deadline).hasValue(Duration.ofMillis(1_500));
        assertThat(playbook.longestDeadline()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    @DisplayName("that come with Earshot are valid")
    void ours() {
        assertThat(Playbooks.load(Path.of("conf", "playbooks")))
                .containsOnlyKeys("recruiter-screening", "sales-discovery")
                .allSatisfy((name, playbook) -> assertThat(playbook.kinds()).hasSizeGreaterThanOrEqualTo(5))
                .allSatisfy((name, playbook) -> assertThat(playbook.checklist()).hasSizeGreaterThanOrEqualTo(4));
    }

    @Test
    @DisplayName("may say what is to be covered, item by item")
    void checklist() throws Exception {
        String wants = "checklist: {rain: {label: The rain, phrases: [raining, wet]}}\nlookFor: []";
        assertThat(Objects.requireNonNull(
                                load(GOOD.replace("lookFor: []", wants)).get("small-talk"))
                        .checklist())
                .containsExactly(new CheckItem("rain", "The rain", List.of("raining", "wet")));
        assertThat(problems(GOOD.replace("lookFor: []", wants.replace("raining", "\"?\""))))
                .containsExactly("7: checklist.rain.phrases is \"?\": phrases with a word in them allowed");
        assertThat(problems(GOOD.replace("lookFor: []", wants.replace("rain: ", "Rain: "))))
                .containsExactly(
                        "7: checklist.Rain: the name of an item is of a-z, 0-9 and _, and begins with a letter");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    title: Small talk     ! title: 12                ! 1: title: a text expected
                    title: Small talk     ! title: [a]               ! 1: title: a text expected
                    title: Small talk     ! title: ""                ! 1: title has 0 characters: 1 to 80 allowed
                    coached: agent        ! coached: The Agent       ! 2: coached is "The Agent": a speaker label such as agent allowed
                    goals: [Talk.]        ! goals: Talk.             ! 6: goals: a list of texts expected
                    goals: [Talk.]        ! goals: [7]               ! 6: goals: a text expected
                    ["Hello, there"]      ! ["…?"]                   ! 8: neverOn is "…?": phrases with a word in them allowed
                    minWords: 3           ! minWords: 0              ! 9: minWords is "0": a whole number from 1 to 50 allowed
                    minWords: 3           ! minWords: "3"            ! 9: minWords is "3": a whole number from 1 to 50 allowed
                    minWords: 3           ! minWords: 0x3            ! 9: minWords is "0x3": a whole number from 1 to 50 allowed
                    questionsPerMinute: 12! questionsPerMinute: 121  ! 11: budget.questionsPerMinute is "121": a whole number from 0 to 120 allowed
                    openQuestions: 4      ! openQuestions: 17        ! 12: budget.openQuestions is "17": a whole number from 1 to 16 allowed
                    hintsPerMinute: 6     ! hintsPerMinut: 6         ! 13: budget.hintsPerMinut is not known: questionsPerMinute, openQuestions, hintsPerMinute allowed
                    weather:              ! Weather:                 ! 16: kinds.Weather: the name of a kind is of a-z, 0-9 and _, and begins with a letter
                    deadline: 8s          ! deadline: 61s            ! 18: kinds.weather.deadline is "61s": 1s to 60s allowed
                    deadline: 8s          ! deadline: 8              ! 18: kinds.weather.deadline is "8": 1s to 60s allowed
                    cooldown: 60s         ! cooldown: 2h             ! 19: kinds.weather.cooldown is "2h": 5s to 1h allowed
                    cooldown: 60s         ! cooldown: soon           ! 19: kinds.weather.cooldown is "soon": 5s to 1h allowed
                    cooldown: 60s         ! cooldown: {a: b}         ! 19: kinds.weather.cooldown is "…": 5s to 1h allowed
                    cap: 2                ! cap: 0                   ! 20: kinds.weather.cap is "0": a whole number from 1 to 100 allowed
                    quote: It rains       ! quote: It snows          ! 26: kinds.weather.example.quote is "It snows": words of what was said are allowed
                    news:                 ! weather:                 ! 27: kinds.weather is given twice
                    when: there is news   ! when: &a x               ! 29: anchors are not allowed
                    when: there is news   ! when: *a                 ! 29: aliases are not allowed
                    """)
    @DisplayName("are refused for one wrong value, with its line and what is allowed")
    void refused(String good, String bad, String problem) {
        assertThat(GOOD).contains(good);
        assertThat(problems(GOOD.replaceFirst(Pattern.quote(good), bad))).contains(problem.strip());
    }

    @Test
    @DisplayName("are refused with everything that is wrong with them at once, from the top down")
    void allAtOnce() {
        String bad = GOOD.replace("coached: agent\n", "")
                .replace("minWords: 3", "minWords: many")
                .replace("cap: 2", "cap: 2\n    colour: red");

        assertThat(problems(bad))
                .containsExactly(
                        "1: coached is missing",
                        "8: minWords is \"many\": a whole number from 1 to 50 allowed",
                        "20: kinds.weather.colour is not known: label, when, deadline, cooldown, cap, example allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    ''                    ! 1: the file is empty
                    '# nothing'           ! 1: the file is empty
                    '- a'                 ! 1: keys and values expected
                    'a: [1'               ! 1: not YAML:
                    'a: b: c'             ! 1: not YAML:
                    '[[[[[[[[[1]]]]]]]]]' ! 1: nested too deeply: 8 levels at most
                    """)
    @DisplayName("are refused where they are no plain YAML")
    void noYaml(String yaml, String problem) {
        assertThat(problems(yaml)).singleElement().asString().startsWith(problem);
    }

    @Test
    @DisplayName("are plain values without tags")
    void tags() {
        assertThat(problems(GOOD.replace("there is news", "!!str x"))).containsExactly("29: tags are not allowed");
        assertThat(problems(GOOD.replace("[Talk.]", "!!seq [Talk.]"))).containsExactly("6: tags are not allowed");
    }

    @Test
    @DisplayName("are one document each, and of bounded size")
    void bounds() {
        assertThat(problems(GOOD + "---\ntitle: more\n")).contains("33: one document to a file");
        assertThat(problems(GOOD + "#".repeat(64 * 1024))).containsExactly("1: the file has more than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sales.yaml", "sales.yml", "-.yaml"})
    @DisplayName("have files with names that can be typed")
    void fileNames(String name) throws IOException {
        Files.writeString(folder.resolve(name), GOOD);
        assertThatThrownBy(() -> Playbooks.load(folder))
                .isInstanceOf(Invalid.class)
                .hasMessage(folder.resolve(name) + ":1: a playbook's file is named like sales-discovery.yaml");
    }

    @Test
    @DisplayName("need a folder with at least one of them")
    void none() {
        assertThatThrownBy(() -> Playbooks.load(folder)).hasMessage(folder + ": 0 playbooks, 1 to 64 allowed");
        assertThatThrownBy(() -> Playbooks.load(folder.resolve("nowhere")))
                .hasMessage(folder.resolve("nowhere") + ": not a folder that can be read");
    }

    @Test
    @DisplayName("are text: bytes that are none are refused")
    void notText() throws IOException {
        Files.write(folder.resolve("small-talk.yaml"), new byte[] {'a', ':', (byte) 0xff});
        assertThatThrownBy(() -> Playbooks.load(folder)).hasMessage(folder + "/small-talk.yaml:1: not UTF-8");
    }
}
