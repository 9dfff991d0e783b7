package dev.earshot.ingress;

import org.jspecify.annotations.Nullable;

/** The audio of one message on its way to the tape; lengths in bytes, the time as {@link MediaPort#frame} takes it. */
@SuppressWarnings("ArrayRecordComponent") // lent for the length of one call, and never compared
record MediaFrame(
        PcmFormat format,
        @Nullable String participant,
        long timestampMicros,
        boolean silent,
        byte[] bytes,
        int from,
        int length) {}
