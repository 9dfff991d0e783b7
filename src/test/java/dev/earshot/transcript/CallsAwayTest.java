package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls whose logs the store does not take")
class CallsAwayTest {

    private static final String LOGGER = " " + CallsAway.class.getName() + " ";

    private final CapturedLog log = CapturedLog.open();
    private final CallsAway calls = new CallsAway();

    @AfterEach
    void close() {
        log.close();
    }

    private List<String> lines() {
        return log.lines().stream()
                .filter(line -> line.contains(LOGGER))
                .map(line -> line.replace(LOGGER, ": "))
                .toList();
    }

    @Test
    @DisplayName("are logged once where it is away, however many they are, and once when it is back for all")
    void away() {
        calls.onAway("a", StoreFailure.AWAY);
        calls.onAway("b", StoreFailure.UNTRUSTED);
        calls.onBack("a", StoreFailure.AWAY);
        calls.onAway("a", StoreFailure.AWAY);
        assertThat(calls.calls()).isEqualTo(2);
        calls.onBack("a", StoreFailure.AWAY);
        calls.onBack("b", StoreFailure.UNTRUSTED);

        assertThat(calls.calls()).isZero();
        assertThat(lines())
                .containsExactly(
                        "WARN: The store is away: the logs of calls wait, this one first [call=\"a\", cause=\"storeAway\"]",
                        "INFO: The store is back: the logs of calls go on, this one last [call=\"b\", cause=\"storeUntrusted\"]");
    }

    @Test
    @DisplayName("are each named where it refuses them, whether or not it is away besides")
    void refused() {
        calls.onAway("a", StoreFailure.REFUSED);
        calls.onAway("b", StoreFailure.AWAY);
        calls.onAway("c", StoreFailure.REFUSED);
        calls.onBack("c", StoreFailure.REFUSED);

        assertThat(calls.calls()).isEqualTo(2);
        assertThat(lines())
                .containsExactly(
                        "WARN: The store does not take a call's log, which waits [call=\"a\", cause=\"storeRefused\"]",
                        "WARN: The store is away: the logs of calls wait, this one first [call=\"b\", cause=\"storeAway\"]",
                        "WARN: The store does not take a call's log, which waits [call=\"c\", cause=\"storeRefused\"]",
                        "INFO: The store takes a call's log again [call=\"c\", cause=\"storeRefused\"]");
    }

    @Test
    @DisplayName("that are over say nothing of the store")
    void over() {
        calls.onAway("a", StoreFailure.AWAY);
        calls.onOver(StoreFailure.AWAY);

        assertThat(calls.calls()).isZero();
        assertThat(lines()).hasSize(1);
    }
}
