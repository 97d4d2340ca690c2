package io.cajal.backend.cpu;

import io.cajal.backend.Arena;
import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The CPU's {@link Arena}: blocks by their size. Steps of equal shapes ask for the same sizes in the same
 * order, so each operation gets the block that it had the last time. Sizes that no longer occur are given to
 * the garbage collector.
 */
final class CpuArena implements Arena {
    /** Steps after which a size that was not asked for is forgotten. */
    private static final int PATIENCE = 50;

    private static final ThreadLocal<CpuArena> CURRENT = new ThreadLocal<>();

    private Shelf[] shelves = {};
    private Floats[] live = new Floats[64];
    private int lives;
    private long steps;
    private Thread user;

    /** The free blocks of one size. */
    private static final class Shelf {
        private final int size;
        private Floats[] free = new Floats[4];
        private int count;
        private long lastUsed;

        Shelf(int size) {
            this.size = size;
        }

        Floats take() {
            return count == 0 ? new Floats(new float[size]) : free[--count];
        }

        void put(Floats block) {
            if (count == free.length) {
                free = Arrays.copyOf(free, 2 * count);
            }
            free[count++] = block;
        }
    }

    /** A block whose numbers are to be overwritten: of the current step if there is one, else new. */
    static Floats block(int size) {
        CpuArena arena = CURRENT.get();
        return arena == null ? new Floats(new float[size]) : arena.take(size);
    }

    /** A block of zeros. */
    static Floats zeros(int size) {
        CpuArena arena = CURRENT.get();
        if (arena == null) {
            return new Floats(new float[size]);
        }
        Floats block = arena.take(size);
        Arrays.fill(block.array(), 0);
        return block;
    }

    private Floats take(int size) {
        Shelf shelf = shelf(size);
        shelf.lastUsed = steps;
        Floats block = shelf.take();
        if (lives == live.length) {
            live = Arrays.copyOf(live, 2 * lives);
        }
        live[lives++] = block;
        return block;
    }

    /** By bisection; the shelves are in ascending order. */
    private Shelf shelf(int size) {
        int low = 0;
        int high = shelves.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shelves[middle].size < size) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < shelves.length && shelves[low].size == size) {
            return shelves[low];
        }
        Shelf[] more = new Shelf[shelves.length + 1];
        System.arraycopy(shelves, 0, more, 0, low);
        more[low] = new Shelf(size);
        System.arraycopy(shelves, low, more, low + 1, shelves.length - low);
        shelves = more;
        return more[low];
    }

    @Override
    public <T> T step(Supplier<T> work) {
        CpuArena outer = CURRENT.get();
        int mark = enter(outer);
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            CURRENT.set(outer);
            release(mark);
            if (outer != this) {
                leave();
            }
        }
    }

    @Override
    public long numbers() {
        long free = Arrays.stream(shelves).mapToLong(shelf -> (long) shelf.size * shelf.count).sum();
        return free + Arrays.stream(live, 0, lives).mapToLong(Floats::size).sum();
    }

    private synchronized int enter(CpuArena outer) {
        if (outer != this) {
            if (user != null) {
                throw new CajalException("arena: already at work in thread \"%s\"; give each thread its own"
                        .formatted(user.getName()));
            }
            user = Thread.currentThread();
        }
        return lives;
    }

    /** Last made, first released: the first to be made is then the next to be taken. */
    private void release(int mark) {
        while (lives > mark) {
            Floats block = live[--lives];
            live[lives] = null;
            block.release();
            shelf(block.size()).put(block);
        }
    }

    private synchronized void leave() {
        steps++;
        if (steps % PATIENCE == 0) {
            shelves = Arrays.stream(shelves).filter(shelf -> shelf.lastUsed >= steps - PATIENCE)
                    .toArray(Shelf[]::new);
        }
        user = null;
    }
}
