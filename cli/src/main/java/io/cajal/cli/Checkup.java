package io.cajal.cli;

import static io.cajal.cli.Finding.bad;
import static io.cajal.cli.Finding.ok;
import static io.cajal.cli.Finding.warn;

import io.cajal.backend.cpu.Kernels;
import io.cajal.backend.cpu.Workers;
import io.cajal.base.CajalException;
import io.cajal.report.Fonts;
import io.cajal.zoo.kit.DataSets;
import io.cajal.zoo.kit.DataStore;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code cajal doctor} looks at. Nothing is written. */
final class Checkup {
    private static final int NEED = 25;
    private static final long LITTLE_HEAP = 512L << 20;
    private static final long LITTLE_DISK = 1L << 30;

    private Checkup() {
    }

    static List<Finding> all() {
        DataStore store = DataStore.standard(System.err);
        List<Finding> findings = new ArrayList<>(List.of(java(), vectors(), threads()));
        if (findings.getLast().mark() != Finding.Mark.BAD) {
            findings.add(speed()); // a wrong number of threads would stop it
        }
        findings.addAll(List.of(memory(Machine.look()), data(store), pictures(), archive(),
                folder("cache folder", store.folders().getLast(),
                        "name another parent folder in XDG_CACHE_HOME"),
                folder("run folder", Path.of("runs").toAbsolutePath(),
                        "work in a folder of your own, or give --out DIR")));
        return findings;
    }

    private static Finding java() {
        String found = "%s, %s, %s".formatted(Runtime.version(), System.getProperty("java.vendor"),
                System.getProperty("java.home"));
        return (Runtime.version().feature() >= NEED ? ok("Java", found)
                : bad("Java", found, "install a JDK " + NEED + " or newer"))
                .with("version", Runtime.version().toString());
    }

    private static Finding vectors() {
        String name = Kernels.best().name();
        Finding finding;
        if (Kernels.best() != Kernels.plain()) {
            finding = ok("kernels", name);
        } else if (ModuleLayer.boot().findModule(Relaunch.VECTORS).isEmpty()) {
            finding = warn("kernels", name + ", several times slower: Java runs without " + Relaunch.VECTORS,
                    "start with ./cajal, or give java --add-modules " + Relaunch.VECTORS);
        } else {
            finding = warn("kernels", name + ", several times slower: -Dcajal.vector=off was given",
                    "leave that option out; it may stand in CAJAL_JAVA_OPTS or JAVA_TOOL_OPTIONS");
        }
        return finding.with("kernels", name);
    }

    private static Finding threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        double quota = Machine.processorQuota();
        String machine = processors + (processors == 1 ? " processor" : " processors") + (Double.isNaN(quota)
                ? "" : String.format(Locale.ROOT, ", of which this container may use %.3g", quota));
        try {
            int threads = Workers.shared().threads();
            String found = threads + " on " + machine;
            return (threads > processors
                    ? warn("threads", found, "more threads than processors wait for each other: "
                            + "set CAJAL_THREADS to " + processors + ", or leave it out")
                    : ok("threads", found)).with("threads", threads).with("processors", processors);
        } catch (CajalException e) {
            return bad("threads", e.getMessage(), "set CAJAL_THREADS to " + processors + ", or leave it out")
                    .with("processors", processors);
        }
    }

    private static Finding speed() {
        double gigaflops = ProductSpeed.gigaflops();
        return ok("speed", String.format(Locale.ROOT,
                "up to %.0f GFLOP/s in a product of %d × %2$d matrices", gigaflops, ProductSpeed.SIZE))
                .with("gflops", Math.round(gigaflops * 10) / 10.0);
    }

    private static Finding memory(Machine machine) {
        long heap = Runtime.getRuntime().maxMemory();
        String found = "a heap of up to " + size(heap) + ", " + (machine.isLimited()
                ? "a container of " + size(machine.memory()) + " on a machine of "
                        + size(machine.physicalMemory())
                : "a machine of " + size(machine.memory()));
        return (heap < LITTLE_HEAP ? warn("memory", found,
                "large recipes need more: CAJAL_JAVA_OPTS=-Xmx2g, or java -Xmx2g")
                : heap > machine.memory() ? warn("memory", found,
                        "the system ends a process that takes more than there is: lower -Xmx")
                        : ok("memory", found))
                .with("heap_bytes", heap).with("memory_bytes", machine.memory());
    }

    private static Finding data(DataStore store) {
        List<String> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (DataSets.Entry entry : DataSets.ALL) {
            boolean all = entry.files().stream().allMatch(file -> store.find(file) != null);
            (all ? present : missing).add(entry.name());
        }
        List<Path> absent = store.folders().stream().filter(folder -> !Files.isDirectory(folder)).toList();
        String found = String.join(", ", present)
                + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing)) + "; looked in "
                + store.folders().stream()
                        .map(folder -> folder + (absent.contains(folder) ? " (no folder)" : ""))
                        .collect(Collectors.joining(", "));
        return (missing.isEmpty() ? ok("data sets", found)
                : warn("data sets", found,
                        "cajal data says where to put them; some are downloaded when needed"))
                .with("present", present).with("missing", missing);
    }

    /** Charts need text, and text needs Java's native libraries for fonts. */
    private static Finding pictures() {
        try {
            Graphics2D graphics = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.setFont(Fonts.plain(12));
            graphics.drawString("×", 4, 16);
            graphics.dispose();
            return ok("pictures",
                    Fonts.own() ? "with text in Cajal's own font, as Java finds none" : "with text");
        } catch (RuntimeException | Error e) { // a Java without its native libraries
            return warn("pictures", "no text, so reports have no charts: " + e,
                    "install fontconfig and a font (apt install fontconfig fonts-dejavu-core)");
        }
    }

    private static Finding archive() {
        String given = Machine.javaOption("-XX:SharedArchiveFile=");
        Path own = Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa");
        if (given != null && Files.isRegularFile(Path.of(given))) {
            return ok("class archive", given);
        }
        if (Files.isRegularFile(own)) {
            return ok("class archive",
                    "that of Java" + (given == null ? "" : "; " + given + " is not there yet"));
        }
        return warn("class archive", "none, so each start takes 0.1 s longer",
                "the launcher makes one at the first start, unless CAJAL_NO_CDS is set or there is no cache folder");
    }

    /** Whether files can be left there; a folder that is not there yet is made when needed. */
    private static Finding folder(String name, Path folder, String advice) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return warn(name, folder + " cannot be written", advice);
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String found = folder + ", " + size(free) + " free";
            return free < LITTLE_DISK ? warn(name, found, "make room: models and data sets need some of it")
                    : ok(name, found);
        } catch (IOException _) {
            return ok(name, folder.toString());
        }
    }

    private static String size(long bytes) {
        return bytes < 1L << 30 ? (bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
