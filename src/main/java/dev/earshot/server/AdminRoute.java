package dev.earshot.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** {@code /alive}: the process answers. {@code /ready}: it takes calls. {@code /metrics}: in Prometheus' text format. */
final class AdminRoute extends AllDirectives {
    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier ready;

    private AdminRoute(PrometheusMeterRegistry metrics, BooleanSupplier ready) {
        this.metrics = metrics;
        this.ready = ready;
    }

    static Route create(PrometheusMeterRegistry metrics, BooleanSupplier ready) {
        return new AdminRoute(metrics, ready).route();
    }

    private Route route() {
        return get(() -> concat(
                path("alive", () -> complete("alive\n")),
                path("ready", this::ready),
                path(
                        "metrics",
                        () -> complete(
                                StatusCodes.OK, HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, metrics.scrape())))));
    }

    private Route ready() {
        return ready.getAsBoolean() ? complete("ready\n") : complete(StatusCodes.SERVICE_UNAVAILABLE, "draining\n");
    }
}
