package dev.earshot.acs.automation;

/** What is asked for, as logs and metrics name it. */
enum Operation {
    ANSWER("answer"),
    HANG_UP("hangUp"),
    START_MEDIA("startMediaStreaming"),
    STOP_MEDIA("stopMediaStreaming");

    private final String wireName;

    Operation(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
