package dev.earshot.client;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Earshot is: an option that every command has. */
final class Where {

    private static final String URL = "EARSHOT_URL";
    private static final String TOKEN = "EARSHOT_CONSOLE_TOKEN";
    private static final String INSECURE = "EARSHOT_INSECURE";
    private static final Set<String> HERE = Set.of("127.0.0.1", "localhost", "[::1]");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "where Earshot is (EARSHOT_URL, or http://127.0.0.1:8080)")
    private @Nullable URI url;

    @SuppressWarnings("UnusedVariable") // it is the option that counts
    @Option(names = "--help", usageHelp = true, description = "says this")
    private boolean help;

    /** @throws IllegalArgumentException where that is no URL, or a token would go over a wire that anybody can read */
    EarshotApi api(Map<String, String> environment) {
        URI home = url == null ? URI.create(environment.getOrDefault(URL, "http://127.0.0.1:8080")) : url;
        boolean secure = "https".equals(home.getScheme());
        if (home.getHost() == null || !(secure || "http".equals(home.getScheme()))) {
            throw new IllegalArgumentException("--url is '" + home + "'; allowed: an http or https URL");
        }
        String token = environment.getOrDefault(TOKEN, "");
        if (!token.chars().allMatch(each -> each > ' ' && each < 127)) {
            throw new IllegalArgumentException(TOKEN + " has a character that no token has; a line break, perhaps");
        }
        boolean meant = "true".equals(environment.get(INSECURE));
        if (!token.isEmpty() && !secure && !HERE.contains(home.getHost()) && !meant) {
            throw new IllegalArgumentException(
                    TOKEN + " goes over https or to this machine only; EARSHOT_INSECURE=true sends it anywhere");
        }
        return new EarshotApi(home, token);
    }
}
