package io.cajal.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private final int threadsBefore = Workers.shared().threads();

    @AfterEach
    void restoreSharedPool() {
        Workers.setThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void runsEveryPieceOnce(int threads) {
        Workers workers = Workers.of(threads);
        for (int pieces : new int[] {0, 1, 2, 7, 1000}) {
            for (int round = 0; round < 50; round++) {
                int[] runs = new int[pieces];
                workers.run(pieces, i -> runs[i]++);
                assertTrue(Arrays.stream(runs).allMatch(r -> r == 1));
            }
        }
        workers.close();
    }

    @Test
    void wakesHelpersThatHaveParked() throws InterruptedException {
        Workers workers = Workers.of(2);
        for (int round = 0; round < 5; round++) {
            AtomicInteger here = new AtomicInteger();
            // Each piece waits for the other, so that both threads must take part.
            workers.run(2, i -> {
                here.incrementAndGet();
                while (here.get() < 2) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(2, here.get());
            Thread.sleep(5);
        }
        workers.close();
    }

    @Test
    void whatAPieceThrowsReachesTheCaller() {
        Workers workers = Workers.of(3);
        for (int failing = 0; failing < 6; failing++) {
            int bad = failing;
            RuntimeException thrown = new IllegalArgumentException("piece " + bad);
            assertSame(thrown, assertThrows(RuntimeException.class, () -> workers.run(6, i -> {
                if (i == bad) {
                    throw thrown;
                }
            })));
        }
        assertThrows(StackOverflowError.class, () -> workers.run(4, i -> {
            throw new StackOverflowError();
        }));
        AtomicInteger sum = new AtomicInteger();
        workers.run(10, sum::addAndGet);
        assertEquals(45, sum.get());
        workers.close();
    }

    /** Helpers that come late to one loop must neither miss nor repeat a piece of the next. */
    @Test
    void loopsInQuickSuccessionDoNotMix() {
        Workers pool = Workers.of(4);
        for (int loop = 0; loop < 30_000; loop++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(1 + loop * 7 % 13);
            pool.run(runs.length(), runs::incrementAndGet);
            for (int i = 0; i < runs.length(); i++) {
                assertEquals(1, runs.get(i), "piece " + i + " of loop " + loop);
            }
        }
        pool.close();
    }

    @Test
    void loopsInsidePiecesRun() {
        Workers workers = Workers.of(4);
        AtomicIntegerArray runs = new AtomicIntegerArray(8 * 9);
        workers.run(8, i -> workers.run(9, j -> runs.incrementAndGet(9 * i + j)));
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
        workers.close();
    }

    @Test
    void aLoneTaskAsksNobody() {
        Workers workers = Workers.of(4);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        int sum = Workers.alone(() -> {
            int[] total = {0};
            for (int round = 0; round < 200; round++) {
                workers.run(16, i -> {
                    threads.add(Thread.currentThread());
                    total[0] += i;
                });
            }
            return total[0];
        });
        assertEquals(200 * 120, sum);
        assertEquals(Set.of(Thread.currentThread()), threads);
        workers.close();
    }

    @Test
    void severalCallersShareAPool() throws InterruptedException {
        Workers workers = Workers.of(2);
        AtomicInteger total = new AtomicInteger();
        Thread[] callers = new Thread[3];
        for (int c = 0; c < callers.length; c++) {
            callers[c] = Thread.ofPlatform().start(() -> {
                for (int round = 0; round < 300; round++) {
                    workers.run(5, i -> total.incrementAndGet());
                }
            });
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(3 * 300 * 5, total.get());
        workers.close();
    }

    @Test
    void theSharedPoolCanBeResizedAtAnyTime() {
        AtomicInteger total = new AtomicInteger();
        for (int threads : new int[] {1, 3, 2, 4, 4}) {
            Workers before = Workers.shared();
            Workers.setThreads(threads);
            assertEquals(threads, Workers.shared().threads());
            Workers.shared().run(10, i -> total.incrementAndGet());
            before.run(10, i -> total.incrementAndGet());
        }
        assertEquals(100, total.get());
        Workers.shared().run(2, i -> Workers.setThreads(2 + i));
    }

    @Test
    void aClosedPoolRunsOnItsCaller() {
        Workers workers = Workers.of(2);
        workers.close();
        AtomicInteger total = new AtomicInteger();
        workers.run(100, i -> total.incrementAndGet());
        assertEquals(100, total.get());
    }

    @Test
    void saysWhatIsWrongWithANumberOfThreads() {
        assertMessage("threads: expected a whole number from 1 to 1024, got 0", () -> Workers.of(0));
        assertMessage("threads: expected a whole number from 1 to 1024, got -3",
                () -> Workers.setThreads(-3));
        assertMessage("CAJAL_THREADS: expected a whole number from 1 to 1024, got \"two\"",
                () -> Workers.parsed("two", "CAJAL_THREADS"));
        assertEquals(3, Workers.parsed(" 3 ", "CAJAL_THREADS"));
    }

    private static void assertMessage(String start, Runnable action) {
        CajalException e = assertThrows(CajalException.class, action::run);
        assertTrue(e.getMessage().startsWith(start), e.getMessage());
    }
}
