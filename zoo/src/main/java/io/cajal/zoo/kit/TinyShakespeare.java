package io.cajal.zoo.kit;

import io.cajal.io.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A million characters of Shakespeare's plays (Karpathy 2015): 1,115,394 of 65 kinds. */
public final class TinyShakespeare {
    private TinyShakespeare() {
    }

    public static String text(DataStore store) {
        try {
            String text = Utf8.text(store.get(DataSets.TINY_SHAKESPEARE));
            return store.isQuick() ? text.substring(0, text.length() / 10) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first nine tenths are to learn from, the last is the test: where it begins, of so many. */
    public static int testFrom(int length) {
        return (int) (length * 0.9);
    }
}
