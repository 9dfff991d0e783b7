package dev.earshot.simulator.realtime;

/** Whose service is imitated. */
public enum Vendor {
    OPENAI("/v1/realtime"),
    AZURE("/openai/v1/realtime");

    private final String path;

    Vendor(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
