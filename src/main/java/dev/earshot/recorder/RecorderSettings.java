package dev.earshot.recorder;

import java.nio.file.Path;

/**
 * Where calls are recorded, and how much.
 *
 * @param folder of all recordings
 * @param maxBytes of all recordings together; the oldest that is over makes room
 * @param queueItems records that may wait to be written
 * @param queueBytes the same in bytes
 */
public record RecorderSettings(Path folder, long maxBytes, int queueItems, long queueBytes) {}
