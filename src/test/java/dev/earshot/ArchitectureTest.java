package dev.earshot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The house")
class ArchitectureTest {
    private static final String ROOT = "dev.earshot";

    /** From the top down. A room knows only rooms on lower floors: not its neighbours, nothing above. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("server", "recorder"),
            List.of("console", "acs"),
            List.of("call", "simulator"),
            List.of("ingress", "realtime"),
            List.of("transcript", "coaching"),
            List.of("signalr"),
            List.of("audio", "sockets", "access", "cloud", "client"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static List<String> rooms() {
        return FLOORS.stream().flatMap(List::stream).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rooms")
    @DisplayName("lets a room know only the floors below it")
    void roomKnowsOnlyLowerFloors(String room) {
        String[] notBelow = rooms().stream()
                .filter(other -> !other.equals(room) && floorOf(other) <= floorOf(room))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(notBelow)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    @DisplayName("has no other rooms")
    void everyRoomIsOnAFloor() {
        Set<String> found = CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).isEqualTo(new TreeSet<>(rooms()));
    }

    @Test
    @DisplayName("has no circles between packages")
    void noCircles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    @DisplayName("keeps the hub fit to be a library: it knows nothing of Earshot")
    void hubKnowsNothingOfEarshot() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".signalr..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of Earshot but not of the hub",
                        type -> type.getPackageName().startsWith(ROOT)
                                && !type.getPackageName().startsWith(ROOT + ".signalr")))
                .check(CLASSES);
    }

    @Test
    @DisplayName("keeps speech recognition out of the server's own process: only the simulator knows it")
    void onlyTheSimulatorKnowsVosk() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.vosk..", "com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("keeps Azure's libraries out of everything but the one class that asks them for tokens")
    void onlyOneClassKnowsAzure() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".EntraTokens")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.azure..", "com.microsoft..", "reactor..")
                .check(CLASSES);
    }

    private static int floorOf(String room) {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(room)) {
                return floor;
            }
        }
        throw new IllegalArgumentException(room);
    }
}
