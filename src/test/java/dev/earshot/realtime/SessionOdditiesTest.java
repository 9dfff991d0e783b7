package dev.earshot.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.earshot.realtime.SessionMeter.Oddity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("What a session does without")
class SessionOdditiesTest {

    private final CountingMeter meter = new CountingMeter();
    private final SessionOddities oddities = new SessionOddities("c", 7, meter);
    private final Logger logger = (Logger) LoggerFactory.getLogger(SessionOddities.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void listenNoMore() {
        logger.setLevel(null);
        logger.detachAppender(logged);
    }

    @Test
    @DisplayName("is logged twenty times, the last time with a word that there is more, and all of it counted")
    void flood() {
        for (int i = 0; i < 500; i++) {
            oddities.on(Oddity.UNREADABLE_EVENT, "no JSON");
        }

        assertThat(meter.count(Oddity.UNREADABLE_EVENT)).isEqualTo(500);
        assertThat(logged.list).hasSize(20);
        assertThat(logged.list.get(18).getKeyValuePairs())
                .hasToString("[call=\"c\", session=\"7\", kind=\"unreadableEvent\", detail=\"no JSON\", more=\"-\"]");
        assertThat(logged.list.get(19).getKeyValuePairs().toString()).contains("more=\"counted only\"");
    }
}
