package dev.earshot.realtime;

/** An item of a session's conversation. Item ids are a session's own. */
record ItemKey(int session, String item) {}
