package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.realtime.Fault.Alteration;
import dev.earshot.simulator.realtime.Fault.Moment;
import dev.earshot.simulator.realtime.FaultTarget.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays the faults of one session, between the session and its socket. Everything that the session says goes through here.
 *
 * <pre>
 * session ─▶ strikes before ─▶ drop · fail · distort · swap · delay · double ─▶ stage ─▶ strikes after
 * </pre>
 *
 * Of one thread.
 */
final class FaultPlay implements Outbox {

    private final Supplier<Injected> faults;
    private final Stage stage;
    private final Consumer<String> played;
    private final long beganNanos = System.nanoTime();
    private @Nullable Injected current;
    private List<Part> parts = List.of();
    private @Nullable ObjectNode swapped;
    private boolean over;

    /** The faults that count by now, and the number that this session has for them. */
    record Injected(Faults faults, int session) {

        boolean sameAs(@Nullable Injected other) {
            return other != null && faults.equals(other.faults) && session == other.session;
        }
    }

    /** Where faults are played. */
    interface Stage extends Outbox, Deed.Stage {

        /** Does something later, on the session's own thread. */
        void later(Duration delay, Runnable action);
    }

    /** A fault in this session, and how often what it is about has come. */
    private static final class Part {
        final Faults.Chosen chosen;
        int count;
        boolean struck;

        Part(Faults.Chosen chosen) {
            this.chosen = chosen;
        }

        boolean picks(FaultTarget target) {
            return target.picks(++count, chosen.chance());
        }
    }

    /** @param played is told the words of each fault that is played */
    FaultPlay(Supplier<Injected> faults, Stage stage, Consumer<String> played) {
        this.faults = faults;
        this.stage = stage;
        this.played = played;
    }

    /** Takes other faults up, where there are any by now. */
    void refresh() {
        Injected now = faults.get();
        if (now.sameAs(current)) {
            return;
        }
        current = now;
        parts = now.faults().forSession(now.session()).stream().map(Part::new).toList();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - beganNanos);
        for (Part part : parts) {
            if (moment(part) instanceof Moment.Time time) {
                Duration left = time.elapsed().minus(elapsed);
                stage.later(left.isNegative() ? Duration.ZERO : left, () -> strikeIfStill(part));
            }
        }
    }

    /** The session is over: nothing is sent or heard any more. */
    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    @Override
    public void send(ObjectNode event) {
        refresh();
        String type = event.path("type").asText();
        for (Part part : parts) {
            if (moment(part) instanceof Moment.Before before && due(part, before.target(), type)) {
                strike(part);
            }
        }
        if (!over) {
            alter(event, type);
        }
    }

    private void alter(ObjectNode event, String type) {
        List<Alteration> alterations = alterations(Side.SERVER, type);
        if (alterations.contains(new Alteration.Drop())) {
            return;
        }
        ObjectNode altered = rewritten(event, alterations);
        boolean twice = alterations.contains(new Alteration.Twice());
        Duration delay = Duration.ZERO;
        for (Alteration alteration : alterations) {
            if (alteration instanceof Alteration.Swap swap) {
                swap(altered, swap.within());
                return;
            } else if (alteration instanceof Alteration.Delay more) {
                delay = delay.plus(more.duration());
            }
        }
        if (delay.isZero()) {
            deliver(altered, twice);
        } else {
            stage.later(delay, () -> deliver(altered, twice));
        }
    }

    /** What the event says by now. */
    private static ObjectNode rewritten(ObjectNode event, List<Alteration> alterations) {
        ObjectNode rewritten = event;
        for (Alteration alteration : alterations) {
            if (alteration instanceof Alteration.FailWith fail) {
                rewritten = Transcripts.failure(event.path("item_id").asText(), fail.code());
            } else if (alteration instanceof Alteration.Distort distort) {
                distort(rewritten, distort);
            }
        }
        return rewritten;
    }

    private void deliver(ObjectNode event, boolean twice) {
        deliver(event);
        if (twice) {
            deliver(event.deepCopy().put("event_id", Ids.event()));
        }
    }

    private void deliver(ObjectNode event) {
        if (over) {
            return;
        }
        stage.send(event);
        String type = event.path("type").asText();
        for (Part part : parts) {
            if (moment(part) instanceof Moment.After after && due(part, after.target(), type)) {
                strike(part);
            }
        }
    }

    /** Held until the next one was sent, or until it has waited long enough. */
    private void swap(ObjectNode event, Duration within) {
        ObjectNode held = swapped;
        if (held == null) {
            swapped = event;
            stage.later(within, () -> releaseSwapped(event));
        } else {
            deliver(event);
            releaseSwapped(held);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very event, not one that looks like it
    private void releaseSwapped(ObjectNode event) {
        if (swapped == event) {
            swapped = null;
            deliver(event);
        }
    }

    /** So much audio was appended in all. */
    void onAudio(long ms) {
        refresh();
        for (Part part : parts) {
            if (moment(part) instanceof Moment.Audio audio
                    && ms >= audio.appended().toMillis()) {
                strike(part);
            }
        }
    }

    /** What becomes of an event of the client; empty where it is to be heard. */
    Optional<Alteration> onClientEvent(String type) {
        refresh();
        return alterations(Side.CLIENT, type).stream().findFirst();
    }

    /** What becomes of the response that was just asked for. */
    List<Alteration> onResponse() {
        refresh();
        return alterations(Side.RESPONSE, "");
    }

    private List<Alteration> alterations(Side side, String type) {
        List<Alteration> alterations = new ArrayList<>();
        for (Part part : parts) {
            if (part.chosen.fault() instanceof Fault.Change change
                    && change.target().covers(side, type)
                    && part.picks(change.target())) {
                played.accept(change.words());
                alterations.add(change.alteration());
            }
        }
        return alterations;
    }

    private boolean due(Part part, FaultTarget target, String type) {
        return target.covers(Side.SERVER, type) && part.picks(target);
    }

    private void strikeIfStill(Part part) {
        if (parts.contains(part)) {
            strike(part);
        }
    }

    private void strike(Part part) {
        if (!over && !part.struck && part.chosen.fault() instanceof Fault.Strike strike) {
            part.struck = true;
            played.accept(strike.words());
            over = strike.deed().ends();
            strike.deed().strike(stage);
        }
    }

    private static @Nullable Moment moment(Part part) {
        return part.chosen.fault() instanceof Fault.Strike strike ? strike.moment() : null;
    }

    /** Another value at the path: the wanted one, or one that is certainly wrong. */
    private static void distort(ObjectNode event, Alteration.Distort distort) {
        JsonNode root = event.path("session").isObject() ? event.path("session") : event;
        int slash = distort.path().lastIndexOf('/');
        String field = distort.path().substring(slash + 1);
        JsonNode standing = root.at(distort.path());
        if (root.at(distort.path().substring(0, slash)) instanceof ObjectNode parent) {
            parent.set(field, distort.value().isNull() ? wrong(standing) : distort.value());
        }
    }

    private static JsonNode wrong(JsonNode standing) {
        ObjectNode box = Json.object();
        if (standing.isBoolean()) {
            box.put("value", !standing.asBoolean());
        } else if (standing.isNumber()) {
            box.put("value", standing.asInt() + 1);
        } else if (standing.isTextual()) {
            box.put("value", standing.asText() + "-not");
        } else {
            box.put("value", "distorted");
        }
        return box.path("value");
    }
}
