package dev.earshot.acs.automation;

import java.net.URI;
import java.time.Duration;

/**
 * Where the service is, what it is shown, and how often it is asked.
 *
 * @param endpoint of the resource, without a path
 * @param apiVersion of its REST interface
 */
public record AutomationSettings(URI endpoint, String apiVersion, AutomationCredential credential, Retries retries) {

    /**
     * How often a request is tried.
     *
     * @param timeout of one attempt
     * @param attempts in all, at least 1
     * @param min wait after the first failure; doubles with each further one
     * @param max wait that is not exceeded, unless the service asks for a longer one
     * @param within no attempt begins later than this after the first
     */
    public record Retries(Duration timeout, int attempts, Duration min, Duration max, Duration within) {

        /** The wait after so many failures, from 1. */
        Duration backoff(int failures) {
            Duration doubled = min.multipliedBy(1L << Math.min(failures - 1, 20));
            return doubled.compareTo(max) > 0 ? max : doubled;
        }
    }
}
