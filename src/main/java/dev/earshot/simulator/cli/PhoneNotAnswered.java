package dev.earshot.simulator.cli;

/** A phone rang, and nobody answered it; the message says why. */
final class PhoneNotAnswered extends RuntimeException {

    PhoneNotAnswered(String message) {
        super(message);
    }
}
