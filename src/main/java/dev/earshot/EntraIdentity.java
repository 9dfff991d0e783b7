package dev.earshot;

import java.util.Locale;

/** Whose tokens are used with Entra. */
enum EntraIdentity {
    /** The first that is there: the environment's, the workload's, the machine's, then those of a developer's tools. */
    DEFAULT(""),
    /** {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID} and a secret or certificate. */
    ENVIRONMENT("EnvironmentCredential"),
    /** The pod's. */
    WORKLOAD_IDENTITY("WorkloadIdentityCredential"),
    /** The machine's, or with {@code AZURE_CLIENT_ID} the one that was assigned to it. */
    MANAGED_IDENTITY("ManagedIdentityCredential"),
    /** Of whoever has signed in with the command line. */
    AZURE_CLI("AzureCliCredential");

    private final String credential;

    EntraIdentity(String credential) {
        this.credential = credential;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name that Azure's library has for it; empty for its whole chain. */
    String credential() {
        return credential;
    }
}
