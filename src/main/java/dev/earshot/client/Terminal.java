package dev.earshot.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is read and written. What came over the network is printed without anything that a terminal could take for a command. */
record Terminal(InputStream in, PrintStream out, PrintStream err) {

    private static final int PART = 8 * 1024;

    void line(String text) {
        out.println(printable(text));
    }

    /** Prints a text of many lines while it comes, in UTF-8 whatever the terminal speaks: it may be a file. */
    void text(InputStream utf8) throws IOException {
        Reader text = new InputStreamReader(utf8, StandardCharsets.UTF_8);
        Writer written = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        char[] part = new char[PART];
        for (int read = text.read(part); read >= 0; read = text.read(part)) {
            written.write(TerminalText.COMMAND_IN_LINES
                    .matcher(new String(part, 0, read))
                    .replaceAll(" "));
        }
        written.flush();
    }

    void complain(Exception problem) {
        String why = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        err.println("earshot: " + printable(why));
    }

    /** Asks, and waits for a line; empty where there is nobody to answer. */
    Optional<String> ask(String question) throws IOException {
        err.print(printable(question) + " ");
        err.flush();
        BufferedReader answers = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        return Optional.ofNullable(answers.readLine());
    }

    /** Control characters, and those that turn around the order in which a line is read. */
    static String printable(String text) {
        return TerminalText.COMMAND.matcher(text).replaceAll(" ");
    }
}
