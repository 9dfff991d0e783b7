package dev.earshot.simulator.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.simulator.realtime.Fault.Alteration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The responses that are being made: at most one in the conversation, and several beside it. A response is announced at
 * once, and told in one go when it is due.
 */
final class Responses {

    private static final int MOST_AT_ONCE = 32;

    private final Outbox outbox;
    private final Conversation conversation;
    private final Vendor vendor;
    private final Function<ResponseRequest, Answer> answers;
    private final Consumer<String> schedule;
    private final Map<String, Telling> active = new LinkedHashMap<>();
    private boolean spoken;

    /**
     * @param answers what to say to a request
     * @param schedule is to call {@link #due} with this id later
     */
    Responses(
            Outbox outbox,
            Conversation conversation,
            Vendor vendor,
            Function<ResponseRequest, Answer> answers,
            Consumer<String> schedule) {
        this.outbox = outbox;
        this.conversation = conversation;
        this.vendor = vendor;
        this.answers = answers;
        this.schedule = schedule;
    }

    void create(ResponseRequest request, SessionConfig config) throws RejectedException {
        Optional<String> speaking = inConversation();
        if (!request.outOfBand() && speaking.isPresent()) {
            throw new RejectedException(
                    "conversation_already_has_active_response",
                    null,
                    "Conversation already has an active response in progress: " + speaking.get()
                            + ". Wait until the response is finished before creating a new one.");
        }
        if (active.size() >= MOST_AT_ONCE) {
            throw new RejectedException("rate_limit_exceeded", null, "Too many responses at once.");
        }
        Telling telling = new Telling(request, config, vendor, outbox, conversation);
        active.put(telling.id(), telling);
        telling.created();
        schedule.accept(telling.id());
    }

    /** The time of a response has come; nothing happens where it was cancelled. {@code fate}: what faults make of it. */
    void due(String id, List<Alteration> fate) {
        Telling telling = active.remove(id);
        if (telling == null) {
            return;
        }
        ResponseRequest request = telling.request();
        Answer answer = answers.apply(request).within(request.mostTokens());
        for (Alteration alteration : fate) {
            if (alteration instanceof Alteration.FailWith fail) {
                answer = new Answer.Failed(fail.code());
            } else if (alteration instanceof Alteration.CutShort) {
                answer = answer.half();
            }
        }
        spoken |= request.spoken();
        telling.tell(answer);
        if (vendor == Vendor.OPENAI) {
            rateLimits();
        }
    }

    /** {@code response.cancel}; {@code id} null means the conversation's. */
    void cancel(@Nullable String id) throws RejectedException {
        Telling telling = active.remove(id == null ? inConversation().orElse("") : id);
        if (telling == null) {
            throw new RejectedException(
                    "response_cancel_not_active", null, "Cancellation failed: no active response found");
        }
        telling.cancelled("client_cancelled");
    }

    /** Someone began to speak: the conversation's response ends, the others go on. */
    void interrupt() {
        inConversation().map(active::remove).ifPresent(telling -> telling.cancelled("turn_detected"));
    }

    boolean speaking() {
        return inConversation().isPresent();
    }

    /** Whether the voice was ever heard: it can no longer be changed then. */
    boolean haveSpoken() {
        return spoken;
    }

    private Optional<String> inConversation() {
        return active.values().stream()
                .filter(telling -> !telling.request().outOfBand())
                .map(Telling::id)
                .findFirst();
    }

    private void rateLimits() {
        ObjectNode event = Outbox.event("rate_limits.updated");
        event.putArray("rate_limits")
                .addObject()
                .put("name", "tokens")
                .put("limit", 15_000_000)
                .put("remaining", 14_999_000)
                .put("reset_seconds", 0.004);
        outbox.send(event);
    }
}
