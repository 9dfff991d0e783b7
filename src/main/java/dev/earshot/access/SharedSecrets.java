package dev.earshot.access;

import java.util.List;
import java.util.Optional;

/** Secrets of which whoever comes in must have one. Two of them are one on its way out and its successor. */
public final class SharedSecrets {

    private final List<byte[]> digests;

    /** @param secrets without any of them nobody comes in */
    public SharedSecrets(List<String> secrets) {
        digests = secrets.stream().map(Digests::sha256).toList();
    }

    /** Empty for who may come in. */
    public Optional<AccessRefusal> check(Optional<String> presented) {
        if (presented.isEmpty()) {
            return Optional.of(AccessRefusal.NO_SECRET);
        }
        return Digests.find(digests, Digests.sha256(presented.get())) < 0
                ? Optional.of(AccessRefusal.WRONG_SECRET)
                : Optional.empty();
    }
}
