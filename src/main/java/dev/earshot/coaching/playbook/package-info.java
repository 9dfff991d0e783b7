/**
 * Playbooks: what a coach is to know, look for and leave alone, as an operator writes it down. Read from files and checked
 * to the last key before anything starts; knows nothing of calls.
 */
@NullMarked
package dev.earshot.coaching.playbook;

import org.jspecify.annotations.NullMarked;
