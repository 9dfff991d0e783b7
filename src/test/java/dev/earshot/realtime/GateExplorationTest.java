package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.Pcm16;
import dev.earshot.ingress.Tape;
import dev.earshot.realtime.RealtimeSessionActor.Close;
import dev.earshot.realtime.RealtimeSessionActor.Retire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Anything that can happen to a session happens in any order, next to a model of what should come of it. After each step:
 * nothing was appended unless the gate may be open, what was appended is the track in order, and the tape has the rest.
 */
@DisplayName("In whatever order things happen to a session")
class GateExplorationTest {
    private static final ActorTestKit KIT = ActorTestKit.create(QuietExecutor.config());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("earshot.exploration.seeds", 400));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("no audio leaves before our configuration is acknowledged, and none is lost or doubled with a session")
    void explore(int seed) {
        new Exploration(seed).run();
    }

    private enum Gate {
        CONNECTING,
        CONFIGURING,
        READY,
        RETIRING,
        CLOSED
    }

    private static final class Exploration {
        private final int seed;
        private final Random random;
        private final Tape tape = new Tape(24_000, Duration.ofSeconds(60));
        private final SessionUnderTest session = new SessionUnderTest(KIT);
        private final List<String> steps = new ArrayList<>();
        private final List<String> course = new ArrayList<>();
        private final int eagerness;
        private Gate gate = Gate.CONNECTING;
        private boolean heard;
        private boolean answered;
        private boolean streamOver;
        private int heardUntilRetired;
        private Duration elapsed = Duration.ZERO;

        Exploration(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.eagerness = random.nextInt(3);
        }

        void run() {
            for (int i = 0; i < 40 && gate != Gate.CLOSED; i++) {
                step();
                check();
            }
            if (gate != Gate.CLOSED) {
                close();
                check();
            }
            write();
            pass(Duration.ofSeconds(30));
            check();
            assertThat(session.terminated()).as(story()).isTrue();
            assertThat(session.disconnected()).as(story()).isTrue();
            successorHearsTheRest();
        }

        private void step() {
            int choice = random.nextInt(100);
            if (choice < 20) {
                write();
            } else if (choice < 30) {
                hear();
            } else if (choice < 40) {
                pass(Duration.ofMillis(random.nextInt(random.nextInt(6) == 0 ? 12_000 : 200)));
            } else if (choice < 50) {
                answer(eagerness > 0 ? 0 : random.nextInt(4));
            } else if (choice < 62) {
                says("created", Wire.CREATED);
            } else if (choice < 74) {
                says("updated", Wire.UPDATED);
            } else if (choice < 80) {
                settle();
            } else if (choice < 88) {
                says(
                        "garbage",
                        List.of("", "{", "[]", "{\"type\":\"session.updated\"}", "{\"type\":\"new\"}")
                                .get(random.nextInt(5)));
            } else if (choice < 92) {
                says("speech", Wire.speechStarted("item_" + steps.size(), 0));
            } else if (choice < 94) {
                retire();
            } else if (random.nextInt(1 + eagerness) == 0) {
                trouble();
            }
        }

        private void trouble() {
            switch (random.nextInt(8)) {
                case 0 -> says("changed", Wire.UPDATED_CHANGED);
                case 1 -> says("lacking", Wire.UPDATED_LACKING);
                case 2 -> says("fatal", Wire.error("invalid_api_key", "No."));
                case 3 -> says("retry", Wire.error("server_error", "Sorry."));
                case 4 -> says("odd", Wire.error("something_new", "?"));
                case 5 -> streamEnds(random.nextBoolean());
                case 6 -> expires();
                default -> close();
            }
        }

        private void write() {
            int samples = 1 + random.nextInt(random.nextInt(5) == 0 ? 24_000 : 960);
            steps.add("write " + samples);
            tape.write(Samples.counting(tape.written(), samples), 0, 2 * samples);
            QuietExecutor.awaitQuiet();
        }

        private void hear() {
            steps.add("hear");
            session.hears(tape);
            heard = true;
        }

        private void pass(Duration duration) {
            steps.add("pass " + duration);
            session.passes(duration);
            elapsed = elapsed.plus(duration);
            if (elapsed.compareTo(SessionUnderTest.HANDSHAKE) >= 0 && !confirmed()) {
                end(answered ? SessionCause.HANDSHAKE_TIMEOUT : SessionCause.CONNECT_FAILED);
            }
        }

        private void answer(int kind) {
            if (answered || streamOver) {
                return;
            }
            steps.add("answer " + kind);
            answered = true;
            switch (kind) {
                case 2 -> {
                    session.refused(401);
                    end(SessionCause.UNAUTHORIZED);
                }
                case 3 -> {
                    session.unreachable(new IOException("no route"));
                    end(SessionCause.CONNECT_FAILED);
                }
                default -> session.accepted();
            }
        }

        /** Nobody speaks on a connection that is not there. */
        private void says(String what, String event) {
            answer(0);
            if (streamOver) {
                return;
            }
            steps.add(what);
            session.says(event);
            switch (what) {
                case "created" -> {
                    if (gate == Gate.CONNECTING) {
                        gate = Gate.CONFIGURING;
                        course.add("Configuring");
                    }
                }
                case "updated" -> {
                    if (gate == Gate.CONFIGURING) {
                        gate = Gate.READY;
                        course.add("Ready");
                    }
                }
                case "changed", "lacking" -> {
                    if (gate == Gate.CONFIGURING) {
                        end(SessionCause.CONFIGURATION_MISMATCH);
                    }
                }
                case "fatal" -> end(SessionCause.UNAUTHORIZED);
                case "retry" -> end(SessionCause.SERVER_ERROR);
                case "odd" -> {
                    if (!confirmed()) {
                        end(gate == Gate.CONFIGURING ? SessionCause.CONFIGURATION_REJECTED : SessionCause.SERVER_ERROR);
                    }
                }
                default -> {}
            }
        }

        private void streamEnds(boolean broken) {
            answer(0);
            if (streamOver) {
                return;
            }
            steps.add(broken ? "breaks" : "closes");
            streamOver = true;
            SessionCause cause = broken ? SessionCause.CONNECTION_LOST : SessionCause.CLOSED_BY_SERVER;
            if (broken) {
                session.breaks(new IOException("reset"));
            } else {
                session.closes(1000, "");
            }
            end(cause);
        }

        private boolean confirmed() {
            return gate == Gate.READY || gate == Gate.RETIRING;
        }

        private void expires() {
            answer(0);
            if (!streamOver) {
                steps.add("expires");
                streamOver = true;
                session.closes(1001, "Your session hit the maximum duration of 60 minutes.");
                end(SessionCause.SESSION_EXPIRED);
            }
        }

        /** Another session is about to hear the track. */
        private void retire() {
            steps.add("retire");
            session.tell(new Retire());
            if (gate == Gate.READY) {
                gate = Gate.RETIRING;
                course.add("Retired");
                heardUntilRetired = session.audio().length;
            }
        }

        private void close() {
            steps.add("close");
            session.tell(new Close(SessionCause.CALL_ENDED));
            end(SessionCause.CALL_ENDED);
        }

        private void settle() {
            long position = (long) (random.nextDouble() * tape.cursor());
            steps.add("settle " + position);
            tape.settle(position);
        }

        private void end(SessionCause cause) {
            if (gate != Gate.CLOSED) {
                gate = Gate.CLOSED;
                streamOver = true;
                course.add("ended " + cause.wireName());
            }
        }

        private void check() {
            byte[] audio = session.audio();
            if (!course.contains("Ready") || !heard) {
                assertThat(audio).as(story()).isEmpty();
            }
            assertThat(audio).as(story()).isEqualTo(Samples.counting(0, audio.length / Pcm16.BYTES));
            assertThat(tape.held()).as(story()).isEqualTo(tape.received() - audio.length / Pcm16.BYTES);
            assertThat(session.course().stream()
                            .filter(notice -> !notice.startsWith("hearing") && !notice.startsWith("Speech"))
                            .toList())
                    .as(story())
                    .isEqualTo(course);
            if (gate == Gate.RETIRING) {
                assertThat(audio).as(story()).hasSize(heardUntilRetired);
            }
            if (gate == Gate.READY && heard && !streamOver) {
                assertThat(audio.length == 0 && tape.received() > 0).as(story()).isFalse();
            }
        }

        private void successorHearsTheRest() {
            long settled = tape.settled();
            SessionUnderTest next = new SessionUnderTest(KIT);
            next.hears(tape).ready().passes(Duration.ofSeconds(60));

            assertThat(next.audio()).as(story()).isEqualTo(Samples.counting(settled, (int) (tape.written() - settled)));
            assertThat(tape.held()).as(story()).isZero();
            next.tell(new Close(SessionCause.CALL_ENDED));
        }

        private String story() {
            return "seed " + seed + ": " + String.join(", ", steps);
        }
    }
}
