package io.github.kubetls.examples.tools.apiserver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Durations as kubectl shows them: two units at most, and the smaller one only while it matters. */
final class Ages {

    private Ages() {}

    /** The time since a timestamp, or {@code <unknown>} when there is none. */
    static String since(String timestamp, Instant now) {
        try {
            return text(Duration.between(Instant.parse(timestamp), now));
        } catch (DateTimeException e) {
            return "<unknown>";
        }
    }

    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = duration.toHours();
        long days = duration.toDays();
        if (seconds < 0) {
            // Clocks may differ a little.
            return seconds < -1 ? "<invalid>" : "0s";
        } else if (seconds < 120) {
            return seconds + "s";
        } else if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        } else if (hours < 3) {
            return minutes + "m";
        } else if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        } else if (hours < 48) {
            return hours + "h";
        } else if (days < 8) {
            return two(days, "d", hours % 24, "h");
        } else if (days < 2 * 365) {
            return days + "d";
        } else if (days < 8 * 365) {
            return two(days / 365, "y", days % 365, "d");
        }
        return days / 365 + "y";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
