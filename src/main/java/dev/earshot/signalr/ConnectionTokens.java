package dev.earshot.signalr;

import java.security.Principal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What was negotiated: every token leads to one connection, once. A token that is not used expires, and the oldest gives way
 * when there are too many. Safe for any thread.
 *
 * <pre>
 *  issue ─▶ offered ─ claim ─▶ claimed ─ opened ─▶ open ─ closed ─▶ (unknown)
 *              └── expires ──────┴──────────────────────────────────▶ (unknown)
 * </pre>
 */
final class ConnectionTokens {

    private static final int ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final long lifetimeNanos;
    private final int max;
    private final LongSupplier nanoTime;

    private final Map<String, Pending> offered = new LinkedHashMap<>();
    /** The upgrade was answered, but its socket may never open. */
    private final Map<String, Pending> claimed = new LinkedHashMap<>();

    private final Set<String> open = new HashSet<>();

    private record Pending(Ticket ticket, long since) {}

    /**
     * The right to one connection.
     *
     * @param connectionId public
     * @param connectionToken secret; in the old version of the negotiation the same as the id
     */
    record Ticket(String connectionId, String connectionToken, Principal principal) {}

    /** What a token is worth. */
    sealed interface Claim {
        /** It is good, and from now on used. */
        record Granted(Ticket ticket) implements Claim {}

        /** It was never issued to this principal, has expired, or its connection has ended. */
        record Unknown() implements Claim {}

        /** Its connection is open. */
        record InUse() implements Claim {}
    }

    /** @param nanoTime a clock that only goes forward, in ns */
    ConnectionTokens(HubSettings.Negotiation settings, LongSupplier nanoTime) {
        this.lifetimeNanos = settings.tokenLifetime().toNanos();
        this.max = settings.maxTokens();
        this.nanoTime = nanoTime;
    }

    /** @param secretToken whether the token differs from the public id */
    synchronized Ticket issue(Principal principal, boolean secretToken) {
        String id = randomId();
        Ticket ticket = new Ticket(id, secretToken ? randomId() : id, principal);
        put(offered, ticket);
        return ticket;
    }

    /** A connection that was not negotiated: nobody can ask for it by its token. */
    Ticket unnegotiated(Principal principal) {
        return new Ticket(randomId(), randomId(), principal);
    }

    synchronized Claim claim(String token, Principal principal) {
        expire(offered);
        expire(claimed);
        if (open.contains(token) || claimed.containsKey(token)) {
            return new Claim.InUse();
        }
        Pending pending = offered.get(token);
        if (pending == null || !pending.ticket().principal().getName().equals(principal.getName())) {
            return new Claim.Unknown();
        }
        offered.remove(token);
        put(claimed, pending.ticket());
        return new Claim.Granted(pending.ticket());
    }

    synchronized void opened(Ticket ticket) {
        claimed.remove(ticket.connectionToken());
        open.add(ticket.connectionToken());
    }

    synchronized void closed(Ticket ticket) {
        open.remove(ticket.connectionToken());
    }

    private void put(Map<String, Pending> pending, Ticket ticket) {
        expire(pending);
        if (pending.size() >= max) {
            Iterator<?> oldest = pending.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        pending.put(ticket.connectionToken(), new Pending(ticket, nanoTime.getAsLong()));
    }

    private void expire(Map<String, Pending> pending) {
        long now = nanoTime.getAsLong();
        Iterator<Pending> oldestFirst = pending.values().iterator();
        while (oldestFirst.hasNext() && now - oldestFirst.next().since() >= lifetimeNanos) {
            oldestFirst.remove();
        }
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
