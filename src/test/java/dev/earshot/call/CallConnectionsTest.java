package dev.earshot.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call's connection")
class CallConnectionsTest {

    private final CallConnections connections = new CallConnections();

    @Test
    @DisplayName("is the first that is named, and no other from there on")
    void first() {
        assertThat(connections.bind("a", "acs-1")).isTrue();
        assertThat(connections.bind("a", "acs-1")).isTrue();
        assertThat(connections.bind("a", "acs-2")).isFalse();
        assertThat(connections.bind("a", null)).isFalse();
        assertThat(connections.bind("a", "acs-1")).isTrue();
    }

    @Test
    @DisplayName("may be named later, by whoever comes first with one")
    void later() {
        assertThat(connections.bind("a", null)).isTrue();
        assertThat(connections.bind("a", null)).isTrue();
        assertThat(connections.bind("a", "acs-1")).isTrue();
        assertThat(connections.bind("a", null)).isFalse();
    }

    @Test
    @DisplayName("is not another call's as well, until that one is over")
    void oneCall() {
        connections.bind("a", "acs-1");
        assertThat(connections.bind("b", "acs-1")).isFalse();
        assertThat(connections.bind("b", "acs-2")).isTrue();
        connections.forget("a");
        connections.forget("unknown");
        assertThat(connections.bind("c", "acs-1")).isTrue();
    }
}
