package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;

/** Reads the timestamps of frames. The usual form is read digit by digit: it comes fifty times a second and track. */
final class MediaTimestamp {

    private static final int SECONDS_LENGTH = "yyyy-MM-ddTHH:mm:ss".length();
    private static final int MAX_LENGTH = 64;
    private static final int MICROS_DIGITS = 6;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int NOT_A_NUMBER = -1;

    private MediaTimestamp() {}

    /** µs since 1970, taken as UTC where it names no zone, or {@link MediaPort#BAD_TIMESTAMP}. */
    static long parse(char[] text, int from, int length) {
        if (length < SECONDS_LENGTH || length > MAX_LENGTH) {
            return MediaPort.BAD_TIMESTAMP;
        }
        long seconds = seconds(text, from);
        long micros = fraction(text, from + SECONDS_LENGTH, from + length);
        return seconds < 0 || micros < 0 ? parseAnyForm(new String(text, from, length)) : seconds * 1_000_000 + micros;
    }

    /** The seconds of {@code yyyy-MM-ddTHH:mm:ss} from 1970 on, negative for anything else. */
    private static long seconds(char[] text, int at) {
        boolean shaped = text[at + 4] == '-'
                && text[at + 7] == '-'
                && text[at + 10] == 'T'
                && text[at + 13] == ':'
                && text[at + 16] == ':';
        int year = number(text, at, 4);
        int month = number(text, at + 5, 2);
        int day = number(text, at + 8, 2);
        int hour = number(text, at + 11, 2);
        int minute = number(text, at + 14, 2);
        int second = number(text, at + 17, 2);
        // Days beyond the 28th of a month, and all else that is rare, are left to the calendar of the JDK.
        boolean plain = year >= 1970
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 28
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second < 60;
        if (!shaped || !plain) {
            return NOT_A_NUMBER;
        }
        return daysSince1970(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
    }

    /** The µs of {@code .fffffffZ}, each part of which may be missing; negative for anything else. */
    private static long fraction(char[] text, int from, int end) {
        int at = from;
        long micros = 0;
        if (at < end && text[at] == '.') {
            at++;
            int digits = 0;
            while (at < end && digits < MAX_FRACTION_DIGITS && isDigit(text[at])) {
                if (digits < MICROS_DIGITS) {
                    micros = micros * 10 + (text[at] - '0');
                }
                digits++;
                at++;
            }
            if (digits == 0) {
                return NOT_A_NUMBER;
            }
            for (int missing = digits; missing < MICROS_DIGITS; missing++) {
                micros *= 10;
            }
        }
        boolean complete = at == end || (at + 1 == end && text[at] == 'Z');
        return complete ? micros : NOT_A_NUMBER;
    }

    /** Years begin in March here, so that the day that comes every fourth year is the last of its year. */
    private static long daysSince1970(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int marchMonth = (month + 9) % 12;
        int leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400;
        long daysSinceYearZero = marchYear * 365L + leapDays + (marchMonth * 153 + 2) / 5 + day - 1;
        return daysSinceYearZero - 719_468;
    }

    private static int number(char[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (!isDigit(text[i])) {
                return NOT_A_NUMBER;
            }
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long parseAnyForm(String text) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            long seconds = time instanceof OffsetDateTime zoned
                    ? zoned.toEpochSecond()
                    : LocalDateTime.from(time).toEpochSecond(ZoneOffset.UTC);
            return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), time.get(ChronoField.MICRO_OF_SECOND));
        } catch (DateTimeException | ArithmeticException notATime) {
            return MediaPort.BAD_TIMESTAMP;
        }
    }
}
