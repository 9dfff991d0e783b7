package dev.earshot.client;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on a call's clock. */
final class CallTime {

    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})");
    private static final Pattern SPAN = Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private CallTime() {}

    /** {@code 01:02:03}. */
    static String text(long ms) {
        long seconds = Math.max(0, ms) / 1_000;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** {@code 01:02:03}, {@code 2:03} or {@code 1h2m3s}, in ms. */
    static final class Reader implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            for (Pattern form : new Pattern[] {CLOCK, SPAN}) {
                Matcher time = form.matcher(value);
                if (!value.isEmpty() && time.matches()) {
                    return ((part(time, 1) * 60 + part(time, 2)) * 60 + part(time, 3)) * 1_000;
                }
            }
            throw new TypeConversionException("'" + value + "' is no time; write 1:02:03, 2:03, 90s or 1h2m3s");
        }

        private static long part(Matcher time, int group) {
            return time.group(group) == null ? 0 : Long.parseLong(time.group(group));
        }
    }
}
