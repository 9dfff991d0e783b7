package dev.earshot.cloud;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How long a service that refuses us asks to be left alone: {@code retry-after-ms}, or {@code Retry-After} in seconds. */
public final class RetryAfter {

    /** A call is over by then, and whoever asks for more is mistaken. */
    public static final Duration MAX = Duration.ofMinutes(5);

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * Zero where the service does not say, or gives a date: our clocks may differ by more than the wait.
     *
     * @param header value of the header of that name, in whatever case
     */
    public static Duration of(Function<String, @Nullable String> header) {
        Duration exact = Duration.ofMillis(number(header.apply("retry-after-ms")));
        return bounded(exact.isZero() ? Duration.ofSeconds(number(header.apply("retry-after"))) : exact);
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(MAX) > 0 ? MAX : asked;
    }

    private static long number(@Nullable String text) {
        String digits = text == null ? "" : text.strip();
        boolean valid = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Long.parseLong(digits) : 0;
    }
}
