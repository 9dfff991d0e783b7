package dev.earshot.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/**
 * How long each stage of a hint's life took, ms, from the end of the speech that caused it. They sum to the total; a stage
 * that has not been reached is left out.
 *
 * @param finalMs until the transcript was final
 * @param askedMs until the model was asked
 * @param firstTokenMs until its answer began
 * @param offeredMs until the hint was offered
 * @param deliveredMs until it was in the queue of a console's socket
 * @param renderedMs until a console said that it was on its screen
 */
public record HintStages(
        long finalMs,
        long askedMs,
        long firstTokenMs,
        long offeredMs,
        @JsonInclude(Include.NON_NULL) @Nullable Long deliveredMs,
        @JsonInclude(Include.NON_NULL) @Nullable Long renderedMs,
        long totalMs) {}
