package dev.earshot.simulator.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SpeechWorkerTest {

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void a_recogniser_lives_on_one_thread_from_its_opening_to_its_close() {
        SpeechWorker worker = worker(new Recorder("good morning", false));

        worker.begin("i1", 0);
        worker.hear("i1", new byte[9_600]);
        worker.finish("i1");
        awaitLog("i1: Good morning.");
        worker.close();

        Awaitility.await().until(() -> log.stream().anyMatch(line -> line.startsWith("close")));
        assertThat(log.stream().filter(line -> line.contains("@")).map(line -> line.split("@", 2)[1]))
                .containsOnly("speech-test");
    }

    @Test
    void after_its_close_a_recogniser_is_never_called() {
        SpeechWorker worker = worker(new Recorder("x", false));

        worker.begin("i1", 0);
        worker.close();
        worker.hear("i1", new byte[9_600]);
        worker.finish("i1");

        Awaitility.await().until(() -> log.isEmpty() || log.stream().anyMatch(line -> line.startsWith("close")));
        assertThat(log).noneMatch(line -> line.startsWith("accept") || line.startsWith("i1"));
    }

    @Test
    void a_failure_ends_its_turn_and_no_other() {
        Recorder recorder = new Recorder("fine", true);
        SpeechWorker worker = worker(recorder);

        worker.begin("i1", 0);
        worker.hear("i1", new byte[4_800]);
        worker.hear("i1", new byte[4_800]);
        worker.finish("i1");
        worker.begin("i2", 1_000);
        worker.finish("i2");

        awaitLog("i2: Fine.");
        assertThat(log).filteredOn(line -> line.startsWith("i1")).containsExactly("i1 failed");
        assertThat(worker.queuedMs()).isZero();
        worker.close();
    }

    private void awaitLog(String line) {
        Awaitility.await().until(() -> log.contains(line));
    }

    private SpeechWorker worker(Recorder recorder) {
        SpeechEngine engine = new SpeechEngine() {
            @Override
            public String name() {
                return "recorder";
            }

            @Override
            public SpeechRecognizer open(int sampleRate) {
                recorder.note("open");
                return recorder;
            }
        };
        return new SpeechWorker(engine, 24_000, "test", new SpeechWorker.Listener() {
            @Override
            public void onDelta(String item, String delta) {}

            @Override
            public void onCompleted(String item, String transcript) {
                log.add(item + ": " + transcript);
            }

            @Override
            public void onFailed(String item) {
                log.add(item + " failed");
            }

            @Override
            public void onProgress() {}
        });
    }

    /** Notes on which thread it was called. */
    private final class Recorder implements SpeechRecognizer {

        private final String text;
        private boolean failing;

        Recorder(String text, boolean failsOnce) {
            this.text = text;
            this.failing = failsOnce;
        }

        void note(String what) {
            log.add(what + "@" + Thread.currentThread().getName());
        }

        @Override
        public void begin(long positionMs) {
            note("begin");
        }

        @Override
        public void accept(byte[] pcm, int length) {
            if (failing) {
                failing = false;
                throw new IllegalStateException("out of breath");
            }
            note("accept");
        }

        @Override
        public String partial() {
            return text;
        }

        @Override
        public String finish() {
            note("finish");
            return text;
        }

        @Override
        public void close() {
            note("close");
        }
    }
}
