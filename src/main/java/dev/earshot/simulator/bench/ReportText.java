package dev.earshot.simulator.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as people and as programs read it. */
final class ReportText {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportText() {}

    static String json(BenchReport report) {
        try {
            return JSON.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain data", e);
        }
    }

    static String table(BenchReport report) {
        FrameCounts frames = report.frames();
        BenchReport.ServerCost server = report.server();
        BenchReport.GeneratorCost generator = report.generator();
        StringBuilder table = new StringBuilder();
        row(
                table,
                "target",
                "%s, %d calls for %d s",
                report.target(),
                report.calls().asked(),
                report.setup().seconds());
        row(table, "added latency", "%s", shape(report.latencyMs()));
        row(table, "frames", "%d sent, %d heard, %d lost", frames.sent(), frames.heard(), frames.lost());
        row(
                table,
                "first frames lost",
                "%d of %d",
                frames.firstFramesLost(),
                report.calls().opened());
        row(
                table,
                "realtime sessions",
                "%d opened, %d reset, %d frames heard again",
                report.sessions().opened(),
                report.sessions().killed(),
                frames.reheard());
        row(
                table,
                "server CPU",
                "%.1f µs a frame, %.2f ms a call and second, %.0f %% of a core",
                server.cpuMicrosPerFrame(),
                server.cpuMsPerCallSecond(),
                server.coreShare() * 100);
        row(
                table,
                "server memory",
                "%s MB at the start, %s MB at the end",
                shown(server.rssStartMb()),
                shown(server.rssEndMb()));
        row(
                table,
                "collections",
                "%d pauses, %.1f ms in all, longest %.1f ms",
                server.gcPauses(),
                server.gcTotalMs(),
                server.gcMaxMs());
        row(table, "allocated", "%s bytes a frame", shown(server.allocatedBytesPerFrame()));
        row(
                table,
                "this generator",
                "%.1f µs a frame, %.0f %% of a core; late by %s",
                generator.cpuMicrosPerFrame(),
                generator.coreShare() * 100,
                shape(generator.latenessMs()));
        return table.append(remarks(report)).toString();
    }

    /** One step of a search on one line. */
    static String line(BenchReport report, boolean held) {
        return text(
                "%5d calls  p99 %8.2f ms  max %8.2f ms  %d lost  server %3.0f %% of a core  generator %3.0f %%, late p99 %.1f ms  %s",
                report.calls().asked(),
                report.latencyMs().p99(),
                report.latencyMs().max(),
                report.frames().lost(),
                report.server().coreShare() * 100,
                report.generator().coreShare() * 100,
                report.generator().latenessMs().p99(),
                held ? "held" : "not held");
    }

    private static String remarks(BenchReport report) {
        StringBuilder remarks = new StringBuilder();
        if (report.generator().late()) {
            remarks.append("WARNING: this generator itself was late: the figures are of both\n");
        }
        Double otherCores = report.otherCores();
        if (otherCores != null && BenchReport.disturbs(otherCores)) {
            remarks.append(text(
                    "WARNING: other processes kept %.1f of %d processors busy: the figures are of them, too\n",
                    otherCores, report.setup().processors()));
        }
        if (report.sessions().failed() > 0) {
            remarks.append(text(
                    "WARNING: %d realtime sessions broke; the first: %s\n",
                    report.sessions().failed(), String.valueOf(report.sessions().firstTrouble())));
        }
        if (report.calls().dropped() > 0) {
            remarks.append("WARNING: calls that were dropped sent less than they would have\n");
        }
        report.failures()
                .forEach(failure -> remarks.append("FAILED: ").append(failure).append('\n'));
        return remarks.toString();
    }

    private static void row(StringBuilder table, String name, String format, Object... values) {
        table.append(text("%-18s  ", name)).append(text(format, values)).append('\n');
    }

    private static String shape(Quantiles ms) {
        return text(
                "p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms",
                ms.p50(), ms.p90(), ms.p99(), ms.p999(), ms.max());
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "?" : text("%.0f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
