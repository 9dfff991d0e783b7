package dev.earshot.access;

import java.util.concurrent.CompletionStage;

/** Where keys come from. */
@FunctionalInterface
public interface KeySource {

    /** All keys that are valid now; must not block. Fails where they cannot be had. */
    CompletionStage<PublicKeys> fetch();
}
