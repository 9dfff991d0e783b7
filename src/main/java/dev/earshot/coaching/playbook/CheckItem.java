package dev.earshot.coaching.playbook;

import java.util.List;

/**
 * Something that a playbook wants to see covered in a call.
 *
 * @param id its name on the wire, such as {@code notice_period}
 * @param label its name on a screen
 * @param phrases any of which covers it, once it is said
 */
public record CheckItem(String id, String label, List<String> phrases) {
    public CheckItem {
        phrases = List.copyOf(phrases);
    }
}
