package io.cajal.studio.play;

import io.cajal.studio.kit.Message;

/** Specs for tests. */
final class Specs {
    private Specs() {
    }

    /** Of JSON with single quotes. */
    static Spec of(String json) {
        return SpecReader.read(Message.parse(json.replace('\'', '"')));
    }
}
