package io.cajal.runs;

import io.cajal.base.CajalException;
import io.cajal.io.AtomicFile;
import io.cajal.io.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The file {@value #NAME} of a run folder, a JSON object a line, to which lines are added for others to read meanwhile. It
 * stays below {@value #MOST} bytes or little more: when it has grown so large, of each kind of line so many are left
 * out that the rest are evenly spaced in time and take a known share. What is recorded of a run of a day is therefore
 * coarse for its first hours, and fine for its last minutes.
 *
 * <p>A training goes on when its record cannot be written.
 */
final class LiveFile {
    static final String NAME = "live.jsonl";
    static final String KIND = "kind";
    static final String TIME = "time";
    static final String RUN = "run";
    private static final int MOST = 4 << 20;
    private static final long FLUSH_NANOS = 500_000_000;
    /** Bytes that lines of a kind may take after some were left out; lines of other kinds all stay. */
    private static final Map<String, Integer> SHARES = Map.of("step", 768 << 10, "layers", 1 << 20, "epoch",
            256 << 10);

    private final Path path;
    private final int most;
    private final LongSupplier clock;
    private long limit;
    private final StringBuilder waiting = new StringBuilder();
    private long size;
    private long flushed = System.nanoTime() - FLUSH_NANOS;
    private boolean broken;

    LiveFile(Path path) throws IOException {
        this(path, MOST, System::currentTimeMillis);
    }

    /** With lines left out at {@code most} bytes. */
    LiveFile(Path path, int most, LongSupplier clock) throws IOException {
        this.path = path;
        this.clock = clock;
        this.most = most;
        limit = most;
        size = Files.exists(path) ? Files.size(path) : 0;
        waiting.append(size > 0 ? "\n" : ""); // the last line may be half-written
    }

    /** Adds a line of some kind, with the time; it is in the file within half a second if others follow. */
    void add(String kind, Map<String, ?> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(KIND, kind);
        line.put(TIME, clock.getAsLong());
        line.putAll(values);
        waiting.append(Json.write(line)).append('\n');
        if (System.nanoTime() - flushed >= FLUSH_NANOS) {
            flush();
        }
    }

    void flush() {
        flushed = System.nanoTime();
        byte[] bytes = waiting.toString().getBytes(StandardCharsets.UTF_8);
        waiting.setLength(0);
        if (broken || bytes.length == 0) {
            return;
        }
        try {
            Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size += bytes.length;
            if (size > limit) {
                thin();
            }
        } catch (IOException _) {
            broken = true; // a full disk, or the folder is gone: the training itself will tell
        }
    }

    /** A line, and the milliseconds that processes had worked before it. */
    private record Line(String text, String kind, long worked) {
    }

    private void thin() throws IOException {
        List<Line> lines = lines();
        Map<String, LongSummaryStatistics> sizes = lines.stream().collect(
                Collectors.groupingBy(Line::kind,
                        Collectors.summarizingLong(line -> line.text().length() + 1L)));
        Map<String, Line> last = new HashMap<>();
        lines.forEach(line -> last.put(line.kind(), line));
        Map<String, Long> cells = new HashMap<>();
        StringBuilder rest = new StringBuilder();
        for (Line line : lines) {
            long cell = line.worked() / spacing(sizes.get(line.kind()), share(line.kind()), lines.getLast());
            if (sizes.get(line.kind()).getSum() <= share(line.kind())
                    || cell > cells.getOrDefault(line.kind(), -1L) || line == last.get(line.kind())) {
                cells.put(line.kind(), cell);
                rest.append(line.text()).append('\n');
            }
        }
        AtomicFile.write(path, rest.toString());
        size = Files.size(path);
        limit = Math.max(most, 2 * size);
    }

    private double share(String kind) {
        return SHARES.getOrDefault(kind, Integer.MAX_VALUE) * ((double) most / MOST);
    }

    /**
     * Milliseconds of which one line is left. A power of 2, so that what is left the next time is a part of what is left
     * now, and as even.
     */
    private static long spacing(LongSummaryStatistics sizes, double share, Line last) {
        long least = (long) (last.worked() * sizes.getAverage() / share);
        return least == 0 ? 1 : 2 * Long.highestOneBit(least);
    }

    private List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        long worked = 0;
        long last = 0;
        for (String text : Files.readString(path).split("\n")) {
            try {
                Fields fields = Fields.of(Json.parse(text));
                long time = fields.whole(TIME);
                boolean begins = lines.isEmpty() || fields.text(KIND).equals(RUN);
                worked += begins ? 0 : Math.max(0, time - last);
                last = time;
                lines.add(new Line(text, fields.text(KIND), worked));
            } catch (CajalException _) {
                // half-written
            }
        }
        return lines;
    }
}
