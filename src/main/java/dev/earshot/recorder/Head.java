package dev.earshot.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.call.CallId;
import dev.earshot.call.CallSetup;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded call was given.
 *
 * @param startedAt ISO 8601
 * @param seed of its chance
 * @param serviceAnswers whether the service was known to answer when it is asked for a word
 * @param speakers by raw id, as they were known when it began
 * @param settings as JSON: those that what is heard depends on, and no secrets
 * @param playbooks name of the file to its text
 */
record Head(
        String callId,
        String startedAt,
        long seed,
        boolean serviceAnswers,
        Map<String, String> speakers,
        @Nullable String playbook,
        String settings,
        Map<String, String> playbooks) {

    private static final Pattern PLAYBOOK = Pattern.compile("[^/\\\\\\p{Cntrl}]{1,200}\\.ya?ml");
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    Head {
        if (!CallId.valid(callId)
                || settings == null
                || !playbooks.keySet().stream()
                        .allMatch(name -> PLAYBOOK.matcher(name).matches())) {
            throw new IllegalArgumentException("no head of a call");
        }
        Instant.parse(startedAt);
        speakers = new TreeMap<>(speakers);
        playbooks = new TreeMap<>(playbooks);
    }

    static Head of(
            String callId,
            Instant startedAt,
            long seed,
            boolean serviceAnswers,
            CallSetup setup,
            RecordedSettings given) {
        return new Head(
                callId,
                startedAt.toString(),
                seed,
                serviceAnswers,
                setup.speakers(),
                setup.playbook(),
                given.json(),
                given.playbooks());
    }

    static Head read(String json) {
        Head head;
        try {
            head = JSON.readValue(json, Head.class);
        } catch (JsonProcessingException e) {
            head = null;
        }
        if (head == null) {
            throw new BrokenRecording("the recording's head cannot be read");
        }
        return head;
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Instant began() {
        return Instant.parse(startedAt);
    }

    CallSetup setup() {
        return new CallSetup(speakers, playbook);
    }

    RecordedSettings given() {
        return new RecordedSettings(settings, playbooks);
    }
}
