package io.github.kubetls.internal.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of certificates as Go prints them in messages. */
public final class GoTime {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss '+0000 UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private GoTime() {}

    /**
     * {@return a time in UTC with whole seconds, a fraction being cut off, such as {@code 2026-01-31 12:00:00 +0000 UTC}}
     */
    public static String format(Instant time) {
        return FORM.format(time);
    }
}
