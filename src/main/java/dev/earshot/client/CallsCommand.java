package dev.earshot.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the command line is for. */
@Command(
        name = "scripts/calls",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {"Lists, shows, takes away, tells again and erases the calls of a running Earshot.", ""},
        footer = {
            "",
            "Each command explains itself: scripts/calls list --help",
            "",
            "EARSHOT_URL says where Earshot is, where --url does not. EARSHOT_CONSOLE_TOKEN is the token to show there,",
            "if it asks for one (docs/security.md); it goes over https or to this machine only.",
            "",
            "Exits with 0, with 1 where Earshot does not answer or will not do it, with 2 for wrong use, with 3 for a call",
            "that is not known, and with 4 where the token does not do."
        })
final class CallsCommand {

    @SuppressWarnings("UnusedVariable") // it is the option that counts
    @Option(names = "--help", usageHelp = true, description = "says this")
    private boolean help;
}
