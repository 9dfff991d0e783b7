package dev.earshot;

import dev.earshot.acs.answering.AnsweringSettings;
import dev.earshot.acs.answering.AnsweringSettings.Restarts;
import dev.earshot.acs.answering.AnsweringSettings.WhenLeaving;
import dev.earshot.acs.answering.SpeakerRules;
import dev.earshot.acs.automation.AutomationSettings;
import dev.earshot.acs.automation.AutomationSettings.Retries;
import dev.earshot.acs.automation.MediaStreaming;
import dev.earshot.acs.automation.MediaStreaming.Channel;
import dev.earshot.acs.automation.MediaStreaming.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how phone calls are answered.
 *
 * @param automation null where no ACS resource is configured: then none is answered
 * @param publicUrl null for the address that is listened on, which does where the resource is on this machine
 */
record PhoneSettings(@Nullable AutomationSettings automation, AnsweringSettings answering, @Nullable URI publicUrl) {

    private static final String KEYS = "earshot.acs.";
    private static final String PUBLIC_URL = KEYS + "public-url";
    private static final String SPEAKERS = KEYS + "speakers";
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static PhoneSettings read(CheckedConfig checked) {
        Retries retries = retries(checked);
        String apiVersion = checked.text(KEYS + "api-version", "[0-9A-Za-z.-]{1,40}", "a version such as 2026-03-12");
        AutomationSettings automation = AcsResource.read(checked)
                .map(resource ->
                        new AutomationSettings(resource.endpoint(), apiVersion, resource.credential(), retries))
                .orElse(null);
        return new PhoneSettings(automation, answering(checked), publicUrl(automation, checked));
    }

    private static AnsweringSettings answering(CheckedConfig checked) {
        return new AnsweringSettings(
                new MediaStreaming(
                        checked.oneOf(KEYS + "audio-channel", List.of(Channel.values()), Channel::wireName),
                        checked.oneOf(KEYS + "sample-rate", List.of("16000", "24000"))
                                        .equals("24000")
                                ? Rate.KHZ_24
                                : Rate.KHZ_16,
                        checked.flag(KEYS + "dtmf")),
                SpeakerRules.parse(checked.text(SPEAKERS))
                        .orElseThrow(() -> checked.refused(SPEAKERS, SpeakerRules.RULE)),
                checked.duration(KEYS + "ring-time", Duration.ofSeconds(5), Duration.ofMinutes(10)),
                checked.oneOf(KEYS + "when-leaving", List.of(WhenLeaving.values()), WhenLeaving::wireName),
                restarts(checked));
    }

    private static Retries retries(CheckedConfig checked) {
        Duration min = checked.duration(KEYS + "requests.backoff.min", Duration.ofMillis(10), MINUTE);
        return new Retries(
                checked.duration(KEYS + "requests.timeout", Duration.ofMillis(100), MINUTE),
                checked.integer(KEYS + "requests.attempts", 1, 100),
                min,
                checked.duration(KEYS + "requests.backoff.max", min, MINUTE),
                checked.duration(KEYS + "requests.within", Duration.ZERO, MINUTE));
    }

    private static Restarts restarts(CheckedConfig checked) {
        Duration min = checked.duration(KEYS + "media-restarts.backoff.min", Duration.ofMillis(10), MINUTE);
        return new Restarts(
                checked.integer(KEYS + "media-restarts.max", 0, 1_000),
                min,
                checked.duration(KEYS + "media-restarts.backoff.max", min, MINUTE),
                checked.duration(KEYS + "media-restarts.stable-after", Duration.ofMillis(100), Duration.ofHours(1)),
                checked.duration(KEYS + "media-restarts.patience", Duration.ofMillis(100), MINUTE));
    }

    private static @Nullable URI publicUrl(@Nullable AutomationSettings automation, CheckedConfig checked) {
        boolean here =
                automation == null || Settings.loopback(automation.endpoint().getHost());
        if (checked.text(PUBLIC_URL).isEmpty()) {
            if (here) {
                return null;
            }
            throw checked.refused(PUBLIC_URL, "the https URL by which ACS reaches this server");
        }
        URI url = checked.uri(PUBLIC_URL, WEB);
        if (url.getRawQuery() != null || url.getRawFragment() != null || url.getRawUserInfo() != null) {
            throw checked.refused(PUBLIC_URL, "a URL with a host, a port and a path at most");
        }
        if (url.getScheme().equals("http") && !Settings.loopback(url.getHost())) {
            throw checked.refused(PUBLIC_URL, "an https URL: ACS brings nothing to any other");
        }
        return url;
    }
}
