package io.cajal.bench;

import io.cajal.base.Version;
import io.cajal.backend.cpu.Kernels;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cajal's side of a {@link Peer}: the main class of the process that runs {@link Workloads}. */
final class Timer {
    private final Map<String, Runnable> prepared = new HashMap<>();
    private final List<Workload> workloads;

    Timer(List<Workload> workloads) {
        this.workloads = workloads;
    }

    public static void main(String[] arguments) throws IOException {
        List<Workload> all = new ArrayList<>(Workloads.all());
        all.add(Workloads.ceiling());
        all.addAll(Workloads.kernels());
        new Timer(all).serve("Cajal %s, Java %s, %s kernels".formatted(Version.TEXT,
                Runtime.version(), Kernels.best().name()));
    }

    void serve(String version) throws IOException {
        System.out.println("ready " + version);
        BufferedReader questions = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] words = line.split(" ");
            System.out.println(answer(words[0], Double.parseDouble(words[1])));
        }
    }

    private String answer(String name, double seconds) {
        Optional<Workload> workload = workloads.stream().filter(w -> w.name().equals(name)).findFirst();
        if (workload.isEmpty()) {
            return "unknown";
        }
        try {
            Runnable step = prepared.computeIfAbsent(name, _ -> workload.get().make().get());
            return cost(step, seconds);
        } catch (RuntimeException | Error e) {
            return "error " + e;
        }
    }

    /** Looks at the clock only now and then: a step may be shorter than a look. */
    private static String cost(Runnable step, double seconds) {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = memory.getTotalThreadAllocatedBytes();
        long steps = 0;
        long batch = 1;
        long start = System.nanoTime();
        double elapsed = 0;
        while (elapsed < seconds) {
            for (long i = 0; i < batch; i++) {
                step.run();
            }
            steps += batch;
            elapsed = (System.nanoTime() - start) * 1e-9;
            batch = Math.max(1, (long) (steps / elapsed * Math.min(seconds - elapsed, seconds / 10)));
        }
        return elapsed / steps + " " + (double) (memory.getTotalThreadAllocatedBytes() - bytes) / steps;
    }
}
