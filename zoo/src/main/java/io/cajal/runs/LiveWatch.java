package io.cajal.runs;

import io.cajal.base.CajalException;
import io.cajal.io.Json;
import io.cajal.train.History;
import io.cajal.train.Listener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Looks at a run from another process, again and again, each time only at what is new. Whatever it meets is no error: a
 * line that is being written, rubbish, a folder that is gone.
 */
public final class LiveWatch {
    /** Larger files are not Cajal's. */
    private static final long MOST = 64 << 20;

    private final Path folder;
    private Object key;
    private long read;
    private Fields run;
    private Fields end;
    private Instant heard;
    private final Map<String, Growing> trainings = new LinkedHashMap<>();
    private Growing present;

    /** One training so far. A process that goes on with it from a checkpoint tells some of it again. */
    private static final class Growing {
        private final List<LiveRun.Step> steps = new ArrayList<>();
        private final List<LiveRun.Look> looks = new ArrayList<>();
        private final List<LiveRun.Epoch> epochs = new ArrayList<>();
        private Fields line;

        LiveRun.Training now() {
            List<LiveRun.LayerName> layers = line.list("layers").stream().map(Fields::of)
                    .map(layer -> new LiveRun.LayerName(layer.text("name"), layer.text("kind"))).toList();
            return new LiveRun.Training(line.text("name"), line.whole("parameters"), layers,
                    new Listener.Plan((int) line.whole("examples"), (int) line.whole("batch"),
                            (int) line.whole("steps"), (int) line.whole("first"), (int) line.whole("epochs")),
                    steps, looks, epochs);
        }
    }

    public LiveWatch(Path folder) {
        this.folder = folder;
    }

    /** The run as it is now; empty as long as the folder has no record of one. */
    public Optional<LiveRun> look() {
        takeNews();
        boolean isAtWork = isAtWork();
        if (!isAtWork && end == null) {
            takeNews(); // the last words of a process that ended between the two looks
        }
        if (run == null) {
            return Optional.empty();
        }
        LiveRun.State state = end != null ? state(end.text("state"))
                : isAtWork ? LiveRun.State.RUNNING : LiveRun.State.LOST;
        return Optional.of(new LiveRun(folder, run.text("what"), Command.of(run), run.whole("pid"),
                time(run), heard, trainings.values().stream().map(Growing::now).toList(), state,
                end == null ? "" : end.text("reason")));
    }

    private boolean isAtWork() {
        return run != null && LiveRun.isAtWork(folder, run.whole("pid"), time(run));
    }

    private void takeNews() {
        try {
            for (String line : news().split("\n")) {
                take(line);
            }
        } catch (IOException _) {
            forget(); // there is none, or no longer
        }
    }

    private static LiveRun.State state(String name) {
        for (LiveRun.State state : LiveRun.State.values()) {
            if (state.name().equalsIgnoreCase(name)) {
                return state;
            }
        }
        return LiveRun.State.LOST;
    }

    private void forget() {
        key = null;
        read = 0;
        run = null;
        end = null;
        heard = null;
        present = null;
        trainings.clear();
    }

    /** Whole lines that were not there the last time, or all when the file is another. */
    private String news() throws IOException {
        Path file = folder.resolve(LiveFile.NAME);
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile() || attributes.size() > MOST) {
            throw new IOException("not a record: " + file);
        }
        if (read > 0 && (attributes.size() < read || !Objects.equals(key, attributes.fileKey()))) {
            forget();
        }
        key = attributes.fileKey();
        ByteBuffer bytes = ByteBuffer.allocate((int) (attributes.size() - read));
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {
                // until all is there
            }
        }
        int whole = bytes.position();
        while (whole > 0 && bytes.get(whole - 1) != '\n') {
            whole--;
        }
        read += whole;
        return new String(bytes.array(), 0, whole, StandardCharsets.UTF_8);
    }

    private void take(String line) {
        Fields fields;
        try {
            fields = Fields.of(Json.parse(line));
        } catch (CajalException _) {
            return;
        }
        String kind = fields.text(LiveFile.KIND);
        if (kind.equals(LiveFile.RUN)) {
            run = fields;
            end = null;
        } else if (kind.equals("end")) {
            end = fields;
        } else if (kind.equals("training")) {
            present = trainings.computeIfAbsent(fields.text("name"), _ -> new Growing());
            present.line = fields;
        } else if (present != null) {
            point(kind, fields);
        }
        if (fields.has(LiveFile.TIME)) {
            heard = time(fields);
        }
    }

    private void point(String kind, Fields fields) {
        Instant time = time(fields);
        int epoch = (int) fields.whole("epoch");
        int step = (int) fields.whole("step");
        switch (kind) {
            case "step" -> add(present.steps, new LiveRun.Step(time,
                    new Listener.Step(epoch, step, fields.number("loss"), fields.number("mean"),
                            fields.number("speed")),
                    fields.number("left")), point -> place(point.step().epoch(), point.step().step()));
            case "layers" -> add(present.looks, new LiveRun.Look(time, epoch, step,
                    fields.list("layers").stream().map(Fields::of).map(LayerFigures::of).toList()),
                    point -> place(point.epoch(), point.step()));
            case "epoch" -> {
                Map<String, Double> metrics = new LinkedHashMap<>();
                fields.object("metrics")
                        .forEach((name, value) -> metrics.put((String) name, Fields.number(value)));
                add(present.epochs, new LiveRun.Epoch(time, new History.Epoch(epoch,
                        fields.number("train"), fields.number("validation"), metrics, fields.number("rate"),
                        fields.number("seconds")), Boolean.TRUE.equals(fields.values().get("best"))),
                        point -> place(point.epoch().number(), 0));
            }
            default -> {
                // of a later version
            }
        }
    }

    /** In place of points that are not before it, which a process that went on from a checkpoint tells again. */
    private static <T> void add(List<T> points, T point, ToLongFunction<T> place) {
        while (!points.isEmpty() && place.applyAsLong(points.getLast()) >= place.applyAsLong(point)) {
            points.removeLast();
        }
        points.add(point);
    }

    private static long place(int epoch, int step) {
        return ((long) epoch << 32) + step;
    }

    private static Instant time(Fields fields) {
        return Instant.ofEpochMilli(fields.whole(LiveFile.TIME));
    }
}
