package dev.earshot.realtime;

import java.util.Arrays;

/** The families of models that converse, by what they take. A name that is not known takes what all of them do. */
public enum ConversationModel {
    GPT_REALTIME("gpt-realtime", false),
    GPT_REALTIME_MINI("gpt-realtime-mini", false),
    GPT_REALTIME_1_5("gpt-realtime-1.5", false),
    GPT_REALTIME_2("gpt-realtime-2", true),
    GPT_REALTIME_2_1("gpt-realtime-2.1", true),
    GPT_REALTIME_2_1_MINI("gpt-realtime-2.1-mini", true),
    UNKNOWN("", false);

    private static final String DATE = "-\\d{4}-\\d{2}-\\d{2}$";

    private final String wireName;
    private final boolean reasons;

    ConversationModel(String wireName, boolean reasons) {
        this.wireName = wireName;
        this.reasons = reasons;
    }

    /** The family of a model, dated or not. */
    public static ConversationModel of(String model) {
        return Arrays.stream(values())
                .filter(family -> family.wireName.equals(undated(model)))
                .findFirst()
                .orElse(UNKNOWN);
    }

    static String undated(String model) {
        return model.replaceFirst(DATE, "");
    }

    /** The name of the family; empty where it is not known. */
    public String wireName() {
        return wireName;
    }

    /** Whether it takes {@code reasoning}: one that does not rejects the whole configuration. */
    public boolean reasons() {
        return reasons;
    }
}
