package io.cajal.studio.play;

import java.util.ArrayList;
import java.util.List;

/**
 * The moments of one branch that are kept, at evenly spaced steps from 0 on. When they become too many, every
 * other is let go: so a seek replays a small share of the way, however long that is.
 */
final class Moments {
    /** Memory for the moments of one branch. */
    private static final long BYTES = 4 << 20;
    private static final int MOST = 4096;

    private final List<Moment> kept = new ArrayList<>();
    private long spacing = 1;

    boolean wants(long step) {
        return step % spacing == 0 && (kept.isEmpty() || step > kept.getLast().step());
    }

    void keep(Moment moment) {
        kept.add(moment);
        if (kept.size() > Math.clamp(BYTES / moment.bytes(), 8, MOST)) {
            spacing *= 2;
            kept.removeIf(some -> some.step() % spacing != 0);
        }
    }

    /** The last one that is not after {@code step}. */
    Moment before(long step) {
        int low = 0;
        int high = kept.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (kept.get(middle).step() <= step) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return kept.get(low);
    }

    /** The same until a step. */
    Moments until(long step) {
        Moments copy = new Moments();
        kept.stream().takeWhile(moment -> moment.step() <= step).forEach(copy.kept::add);
        copy.spacing = spacing;
        return copy;
    }
}
