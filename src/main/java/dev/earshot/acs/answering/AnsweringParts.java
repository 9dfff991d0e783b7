package dev.earshot.acs.answering;

import dev.earshot.acs.automation.CallAutomation;
import java.util.function.BiConsumer;

/**
 * What all calls that are answered share.
 *
 * @param bind says what the platform calls a call, by our name and by its own
 */
record AnsweringParts(
        CallAutomation automation,
        CallAddresses addresses,
        AnsweringSettings settings,
        AnsweringMeter meter,
        BiConsumer<String, String> bind) {}
