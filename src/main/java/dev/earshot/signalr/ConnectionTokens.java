package dev.earshot.signalr;

import java.security.Principal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What was negotiated: every token leads to one connection, and opens it once, or again if it may resume. A token that is
 * not used expires, and the oldest gives way when there are too many. Safe for any thread.
 *
 * <pre>
 *                                                  ┌─ claim, may resume
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

    private final Map<String, Ticket> open = new HashMap<>();
    private final Set<String> resumable = new HashSet<>();

    private record Pending(Ticket ticket, long since) {}

    /**
     * The right to one connection.
     *
     * @param connectionId public
     * @param connectionToken secret; in the old version of the negotiation the same as the id
     * @param mayResume whether it was agreed that the connection may outlive its socket
     */
    record Ticket(String connectionId, String connectionToken, Principal principal, boolean mayResume) {}

    /** What a token is worth. */
    sealed interface Claim {
        /** It is good, and from now on used. */
        record Granted(Ticket ticket) implements Claim {}

        /** Its connection is there, and goes on over the socket that this claim opens. */
        record Resumed(Ticket ticket) implements Claim {}

        /** It was never issued to this principal, has expired, or its connection has ended. */
        record Unknown() implements Claim {}

        /** Its connection is open, and cannot be resumed. */
        record InUse() implements Claim {}
    }

    /** @param nanoTime a clock that only goes forward, in ns */
    ConnectionTokens(HubSettings.Negotiation settings, LongSupplier nanoTime) {
        this.lifetimeNanos = settings.tokenLifetime().toNanos();
        this.max = settings.maxTokens();
        this.nanoTime = nanoTime;
    }

    /**
     * Issues a token.
     *
     * @param secretToken whether it differs from the public id; only then can anything be resumed by it
     */
    synchronized Ticket issue(Principal principal, boolean secretToken, boolean mayResume) {
        String id = randomId();
        Ticket ticket = new Ticket(id, secretToken ? randomId() : id, principal, secretToken && mayResume);
        put(offered, ticket);
        return ticket;
    }

    /** A connection that was not negotiated: nobody can ask for it by its token. */
    Ticket unnegotiated(Principal principal) {
        return new Ticket(randomId(), randomId(), principal, false);
    }

    synchronized Claim claim(String token, Principal principal) {
        expire(offered);
        expire(claimed);
        Ticket known = open.get(token);
        if (known != null && resumable.contains(token)) {
            return same(known.principal(), principal) ? new Claim.Resumed(known) : new Claim.Unknown();
        }
        if (known != null || claimed.containsKey(token)) {
            return new Claim.InUse();
        }
        Pending pending = offered.get(token);
        if (pending == null || !same(pending.ticket().principal(), principal)) {
            return new Claim.Unknown();
        }
        offered.remove(token);
        put(claimed, pending.ticket());
        return new Claim.Granted(pending.ticket());
    }

    private static boolean same(Principal one, Principal other) {
        return one.getName().equals(other.getName());
    }

    synchronized void opened(Ticket ticket) {
        claimed.remove(ticket.connectionToken());
        open.put(ticket.connectionToken(), ticket);
    }

    /** Whether another socket may take the connection over. */
    synchronized void resumable(Ticket ticket, boolean may) {
        if (may) {
            resumable.add(ticket.connectionToken());
        } else {
            resumable.remove(ticket.connectionToken());
        }
    }

    synchronized void closed(Ticket ticket) {
        open.remove(ticket.connectionToken());
        resumable.remove(ticket.connectionToken());
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
