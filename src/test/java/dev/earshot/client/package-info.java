@NullMarked
package dev.earshot.client;

import org.jspecify.annotations.NullMarked;
