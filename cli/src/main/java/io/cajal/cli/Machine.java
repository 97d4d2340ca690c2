package io.cajal.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a machine, or a container on it, gives to this process.
 *
 * @param memory in bytes, of the container where there is one
 * @param physicalMemory in bytes, of the machine
 */
record Machine(long memory, long physicalMemory) {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    static Machine look() {
        long memory = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long physical = lines(MEMORY).stream().filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst()
                .orElse(memory);
        return new Machine(memory, physical);
    }

    boolean isLimited() {
        return memory < physicalMemory;
    }

    /** How many processors' time the control group allows (2 and 1 are its versions), or NaN without a bound. */
    static double processorQuota() {
        List<String> two = lines(CGROUP.resolve("cpu.max")); // "150000 100000" or "max 100000"
        if (!two.isEmpty()) {
            String[] parts = two.getFirst().split(" ");
            return quota(parts[0], parts[1]);
        }
        List<String> used = lines(CGROUP.resolve("cpu/cpu.cfs_quota_us"));
        List<String> period = lines(CGROUP.resolve("cpu/cpu.cfs_period_us"));
        return used.isEmpty() || period.isEmpty() ? Double.NaN : quota(used.getFirst(), period.getFirst());
    }

    static double quota(String used, String period) {
        return used.matches("\\d+") ? Double.parseDouble(used) / Double.parseDouble(period) : Double.NaN;
    }

    /** The value of an option that this Java was started with, the last one counts; or null. */
    static String javaOption(String start) {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(start)).map(option -> option.substring(start.length()))
                .reduce((_, last) -> last).orElse(null);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException | SecurityException _) {
            return List.of(); // another system, or no such control group
        }
    }
}
