/**
 * What it takes to speak to a service in the cloud, whichever: the token of an identity, what may stand in a header, and
 * how long a service asks to be left alone. Knows none of the services.
 */
@NullMarked
package dev.earshot.cloud;

import org.jspecify.annotations.NullMarked;
