package dev.earshot.acs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.call.CallDirectory.RefusalCause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A media socket that is turned away")
class RefusalTest {

    @Test
    @DisplayName("is told whether its call is gone for good or may be dialled again")
    void status() {
        assertThat(MediaEntry.refused(RefusalCause.CALL_ENDED))
                .extracting(MediaAdmission.Refused::status, MediaAdmission.Refused::code)
                .containsExactly(410, "callEnded");
        assertThat(MediaEntry.refused(RefusalCause.TOO_MANY_CALLS))
                .extracting(MediaAdmission.Refused::status, MediaAdmission.Refused::code)
                .containsExactly(503, "tooManyCalls");
        assertThat(MediaEntry.refused(RefusalCause.SHUTTING_DOWN).status()).isEqualTo(503);
    }
}
