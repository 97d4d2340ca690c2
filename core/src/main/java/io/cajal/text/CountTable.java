package io.cajal.text;

/**
 * Counts under 64-bit hashes: what is counted is not kept, so that two things with the same hash would share a count (of 10
 * million things, with a chance of 3 in a million). Open addressing with linear steps.
 */
final class CountTable {
    private final int width;
    private long[] keys;
    private int[] counts;
    private int size;

    /** {@code width} counts for each key. */
    CountTable(int width) {
        this.width = width;
        keys = new long[1 << 10];
        counts = new int[width << 10];
    }

    /** Where the counts of a key begin, or −1 where it is not here. */
    int find(long key) {
        int mask = keys.length - 1;
        for (int at = (int) (key >>> 20) & mask; keys[at] != 0; at = at + 1 & mask) {
            if (keys[at] == key) {
                return at * width;
            }
        }
        return -1;
    }

    /** The same; a key that is not here gets counts of 0. It holds until the next new key. */
    int place(long key) {
        int mask = keys.length - 1;
        int at = (int) (key >>> 20) & mask;
        while (keys[at] != 0) {
            if (keys[at] == key) {
                return at * width;
            }
            at = at + 1 & mask;
        }
        if (2 * (size + 1) > keys.length) {
            grow();
            return place(key);
        }
        size++;
        keys[at] = key;
        return at * width;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new int[2 * oldCounts.length];
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = (int) (oldKeys[i] >>> 20) & mask;
                while (keys[at] != 0) {
                    at = at + 1 & mask;
                }
                keys[at] = oldKeys[i];
                System.arraycopy(oldCounts, i * width, counts, at * width, width);
            }
        }
    }

    int get(int place) {
        return counts[place];
    }

    /** Adds 1; returns the count before. */
    int increment(int place) {
        return counts[place]++;
    }

    void decrement(int place) {
        counts[place]--;
    }

    int size() {
        return size;
    }

    /** How many keys have the count 1, 2, … at their place {@code offset}; [0] is not used. */
    long[] countsOfCounts(int offset, int most) {
        long[] found = new long[most + 1];
        for (int i = 0; i < keys.length; i++) {
            int count = counts[i * width + offset];
            if (keys[i] != 0 && count > 0 && count <= most) {
                found[count]++;
            }
        }
        return found;
    }
}
