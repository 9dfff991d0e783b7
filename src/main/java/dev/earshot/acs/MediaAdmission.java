package dev.earshot.acs;

import dev.earshot.ingress.MediaPort;

/** Whether a media socket may come in. */
public sealed interface MediaAdmission {

    /** It may, and speaks to this port. */
    record Admitted(MediaPort port) implements MediaAdmission {}

    /**
     * It may not.
     *
     * @param status of the HTTP response, 400 to 599
     * @param code for programs, lower camel case
     * @param reason for people
     */
    record Refused(int status, String code, String reason) implements MediaAdmission {}
}
