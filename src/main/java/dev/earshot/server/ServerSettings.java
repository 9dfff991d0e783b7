package dev.earshot.server;

/**
 * Where Earshot listens.
 *
 * @param port of consoles and media, 0 for any free one
 * @param adminPort of health and metrics, 0 for any free one
 */
public record ServerSettings(String host, int port, int adminPort) {}
