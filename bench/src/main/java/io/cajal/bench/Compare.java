package io.cajal.bench;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench/compare}: Cajal and libtorch on the same steps, in turn. Each is a process of its own for each
 * number of threads, and stands still while another is timed. After a warm-up of its own every workload is
 * timed in rounds: Cajal, libtorch, OpenBLAS for products where it is installed, and the ceiling; the medians
 * count.
 */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Time Cajal and libtorch on the same steps, in alternated rounds.")
final class Compare implements Callable<Integer> {
    private static final String CEILING = "ceiling";
    private static final long PAUSE_MILLIS = 50;
    private static final String LINE = "%-40s %12s %12s %8s  %-9s %s%n";

    @Option(names = "--only", paramLabel = "NAME,...", split = ",",
            description = "Workloads whose names begin so (default: all).")
    private List<String> only = List.of("");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "31",
            description = "Alternated rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--threads", paramLabel = "N,...", split = ",", defaultValue = "1,2",
            description = "Numbers of threads (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.1",
            description = "Length of a round, short enough that a slow phase of the machine meets all sides alike"
                    + " (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "S", defaultValue = "5",
            description = "Seconds for Java's compiler before the first round (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--markdown", description = "Tables as in docs/performance.md.")
    private boolean markdown;

    private Compare() {
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare()).setExecutionExceptionHandler((problem, command, _) -> {
            command.getErr().println(problem instanceof CajalException ? problem.getMessage()
                    : "compare: " + problem);
            return 1;
        }).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Workload> chosen = Workloads.all().stream()
                .filter(w -> only.stream().anyMatch(w.name()::startsWith))
                .toList();
        if (chosen.isEmpty()) {
            throw new CajalException("compare: no workload begins with " + String.join(" or ", only)
                    + "; they are "
                    + String.join(", ", Workloads.all().stream().map(Workload::name).toList()));
        }
        for (int count : threads) {
            try (Peer cajal = cajal(count);
                    Peer libtorch = libtorch(count);
                    Peer openBlas = openBlas(count)) {
                head(count, cajal, libtorch, openBlas);
                cajal.time(CEILING, warmUp / 4);
                for (Workload workload : chosen) {
                    print(workload, count, measure(workload, count, cajal, libtorch, openBlas));
                }
            }
        }
        return 0;
    }

    private void head(int count, Peer cajal, Peer libtorch, Peer openBlas) {
        if (json) {
            return;
        }
        System.out.printf(Locale.ROOT, "%s%d thread%s: %s; %s; %s; medians of %d rounds of %.1f s%n",
                markdown ? "\n## " : "# ", count, count == 1 ? "" : "s", cajal.version(), libtorch.version(),
                openBlas.version(), rounds, seconds);
        if (markdown) {
            System.out.println(
                    "\n| workload | unit | Cajal | libtorch | ratio | more |\n|---|---|---|---|---|---|");
        } else {
            System.out.printf(LINE, "workload", "Cajal", "libtorch", "ratio", "unit", "more");
        }
    }

    // Processes

    private static Peer cajal(int threads) throws IOException {
        return java(Timer.class, threads, Map.of());
    }

    private static Peer openBlas(int threads) throws IOException {
        return java(OpenBlas.class, threads, Map.of("OPENBLAS_NUM_THREADS", Integer.toString(threads)));
    }

    /** Another main class of this jar. */
    private static Peer java(Class<?> main, int threads, Map<String, String> environment) throws IOException {
        return Peer.start(List.of(java(), "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Dcajal.threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"), main.getName()), environment);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Built by the script, which says where. */
    private static Peer libtorch(int threads) throws IOException {
        Path home = Path.of(System.getProperty("libtorch.home", ""));
        String natives = home.resolve("native").toString();
        String count = Integer.toString(threads);
        return Peer.start(
                List.of(java(), "--enable-native-access=ALL-UNNAMED", "-Djava.library.path=" + natives,
                        "-Dthreads=" + count, "-cp",
                        home.resolve("classes") + ":" + home.resolve("lib") + "/*",
                        "io.cajal.bench.Libtorch"),
                Map.of("LD_LIBRARY_PATH", natives, "OMP_NUM_THREADS", count, "MKL_NUM_THREADS", count));
    }

    // Rounds

    /** Of a workload: seconds of a step, share of the ceiling in the same round, heap of a step. */
    private record Medians(double cajal, double libtorch, double openBlas, double kernel, double share,
            double bytes) {
    }

    private Medians measure(Workload workload, int threads, Peer cajal, Peer libtorch, Peer openBlas)
            throws IOException, InterruptedException {
        boolean product = workload.operations() > 0;
        String kernelName = workload.name() + Workloads.KERNEL;
        cajal.time(workload.name(), warmUp);
        if (product) {
            cajal.time(kernelName, warmUp / 2);
        }
        libtorch.time(workload.name(), warmUp / 5);
        openBlas.time(workload.name(), warmUp / 5);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        double[] blas = new double[rounds];
        double[] kernel = new double[rounds];
        double[] share = new double[rounds];
        double[] bytes = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Peer.Cost cost = rested(cajal, workload.name());
            ours[round] = cost.seconds();
            bytes[round] = cost.bytes();
            if (product) {
                kernel[round] = cajal.time(kernelName, seconds).seconds();
                double ceiling = Ceiling.operations(threads) / cajal.time(CEILING, seconds).seconds();
                share[round] = workload.operations() / cost.seconds() / ceiling;
                blas[round] = rested(openBlas, workload.name()).seconds();
            }
            theirs[round] = rested(libtorch, workload.name()).seconds();
        }
        return new Medians(median(ours), median(theirs), median(blas), median(kernel), median(share),
                median(bytes));
    }

    private Peer.Cost rested(Peer peer, String workload) throws IOException, InterruptedException {
        Thread.sleep(PAUSE_MILLIS); // threads of the last one that wait by spinning have parked by then
        return peer.time(workload, seconds);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void print(Workload workload, int threads, Medians medians) {
        double ratio = medians.libtorch / medians.cajal;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("workload", workload.name());
        line.put("threads", (long) threads);
        line.put("unit", workload.unit());
        line.put("cajal", rounded(workload.figure(medians.cajal)));
        line.put("libtorch", rounded(workload.figure(medians.libtorch)));
        line.put("ratio", rounded(ratio));
        List<String> more = new ArrayList<>();
        if (workload.operations() > 0) {
            line.put("ceiling_share", rounded(medians.share));
            more.add(String.format(Locale.ROOT, "%.1f %% of the ceiling", 100 * medians.share));
            if (!Double.isNaN(medians.openBlas)) {
                line.put("kernel", rounded(workload.figure(medians.kernel)));
                line.put("openblas", rounded(workload.figure(medians.openBlas)));
                more.add("kernel " + shown(workload.figure(medians.kernel)) + " against OpenBLAS's "
                        + shown(workload.figure(medians.openBlas)));
            }
        }
        line.put("heap_bytes", (long) medians.bytes);
        more.add((long) medians.bytes + " B of heap");
        String ours = shown(workload.figure(medians.cajal));
        String theirs = shown(workload.figure(medians.libtorch));
        String times = String.format(Locale.ROOT, "%.2f", ratio);
        if (json) {
            System.out.println(Json.write(line));
        } else if (markdown) {
            System.out
                    .println("| " + String.join(" | ", workload.name(), workload.unit(), ours, theirs, times,
                            String.join(", ", more)) + " |");
        } else {
            System.out.printf(LINE, workload.name(), ours, theirs, times, workload.unit(),
                    String.join(", ", more));
        }
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%,.0f" : "%.3g", value);
    }

    /** To four digits: more would only be noise. */
    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.4g", value));
    }
}
