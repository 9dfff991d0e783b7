package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Azure's libraries")
class AzureLoadedLateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "earshot.realtime { provider = openai, api-key = k }",
                "earshot.realtime { provider = azure, api-key = k, azure.resource = r }"
            })
    @DisplayName("are neither needed nor loaded where nobody asks for a token")
    void notForTheSettings(String settings) throws Exception {
        try (URLClassLoader without = loader(jar -> !jar.contains("azure") && !jar.contains("msal4j"))) {
            Class<?> reader = without.loadClass(Reader.class.getName());
            assertThat(reader.getMethod("read", String.class).invoke(null, settings))
                    .isEqualTo("read");
        }
    }

    @Test
    @DisplayName("are missed with entra: that is how this test would find out that they were loaded")
    void forATokenOnly() throws Exception {
        try (URLClassLoader without = loader(jar -> !jar.contains("azure") && !jar.contains("msal4j"))) {
            Class<?> reader = without.loadClass(Reader.class.getName());
            assertThat(
                            catchThrowable(
                                    () -> reader.getMethod("read", String.class)
                                            .invoke(
                                                    null,
                                                    "earshot.realtime { provider = azure, azure { resource = r, credential = entra } }")))
                    .hasRootCauseInstanceOf(ClassNotFoundException.class);
        }
    }

    /** Runs among classes of its own. */
    public static final class Reader {
        private Reader() {}

        public static String read(String settings) {
            var unused = Settings.from(ConfigFactory.parseString(settings)
                    .withFallback(ConfigFactory.parseResources(Reader.class.getClassLoader(), "earshot.conf"))
                    .resolve(ConfigResolveOptions.noSystem()));
            return "read";
        }
    }

    /** The class path, without some of its jars. */
    private static URLClassLoader loader(Predicate<String> wanted) {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> wanted.test(path.toString()))
                .map(AzureLoadedLateTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
