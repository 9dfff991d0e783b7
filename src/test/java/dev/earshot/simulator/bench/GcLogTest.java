package dev.earshot.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log of collections")
class GcLogTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    @DisplayName("of G1 in JDK 17 tells its pauses and what they set free")
    void g1() {
        GcLog.Activity activity = of(
                """
                [1000ms][info][gc,start    ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
                [1006ms][info][gc,phases   ] GC(0)   Evacuate Collection Set: 5.7ms
                [1007ms][info][gc          ] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 6M->3M(64M) 6.453ms
                [1010ms][info][gc          ] GC(1) Concurrent Mark Cycle
                [1020ms][info][gc          ] GC(1) Pause Remark 12M->11M(64M) 1.500ms
                [1030ms][info][gc          ] GC(1) Concurrent Mark Cycle 20.1ms
                [1040ms][info][gc             ] GC(2) Pause Full (System.gc()) 12M->3M(20M) 8.175ms
                """);

        assertThat(activity.pauses()).isEqualTo(3);
        assertThat(activity.totalMs()).isCloseTo(16.128, within(1e-9));
        assertThat(activity.maxMs()).isEqualTo(8.175);
        assertThat(activity.freedBytes()).hasValue(13 * MEGABYTE);
    }

    @Test
    @DisplayName("of the serial collector in JDK 25 tells the same")
    void serial() {
        GcLog.Activity activity = of(
                """
                [1000ms][info][gc,start    ] GC(0) Pause Young (Allocation Failure)
                [1011ms][info][gc          ] GC(0) Pause Young (Allocation Failure) 18M->4M(61M) 11.915ms
                """);

        assertThat(activity.pauses()).isEqualTo(1);
        assertThat(activity.freedBytes()).hasValue(14 * MEGABYTE);
    }

    @Test
    @DisplayName("of ZGC in JDK 25 tells pauses, and not what it set free while the application ran")
    void z() {
        GcLog.Activity activity = of(
                """
                [1000ms][info][gc,phases   ] GC(0) Y: Pause Mark Start (Major) 0.012ms
                [1001ms][info][gc,phases   ] GC(0) O: Pause Mark End 0.011ms
                [1002ms][info][gc          ] GC(0) Major Collection (Warmup) 8M(12%)->8M(12%) 0.031s
                [1003ms][info][gc,stats    ]       Young Pause: Pause Mark Start    0.000 / 0.000     0.000 / 0.000       ms
                """);

        assertThat(activity.pauses()).isEqualTo(2);
        assertThat(activity.maxMs()).isEqualTo(0.012);
        assertThat(activity.freedBytes()).isEmpty();
    }

    @Test
    @DisplayName("is heard from the beginning of the window until before its end")
    void window() {
        GcLog.Activity activity = of(
                """
                [999ms][info][gc] GC(0) Pause Young (Allocation Failure) 18M->4M(61M) 100.0ms
                [1000ms][info][gc] GC(1) Pause Young (Allocation Failure) 18M->4M(61M) 1.0ms
                [2000ms][info][gc] GC(2) Pause Young (Allocation Failure) 18M->4M(61M) 100.0ms
                """);

        assertThat(activity.totalMs()).isEqualTo(1.0);
    }

    private static GcLog.Activity of(String log) {
        return new GcLog(log.lines().toList()).between(1000, 2000);
    }
}
