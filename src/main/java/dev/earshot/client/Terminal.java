package dev.earshot.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is read and written. What came over the network is printed without anything that a terminal could take for a command. */
record Terminal(InputStream in, PrintStream out, PrintStream err) {

    void line(String text) {
        out.println(printable(text));
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
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+", " ");
    }
}
