package io.cajal.studio.images;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.io.Json;
import io.cajal.io.Shown;
import io.cajal.studio.kit.LeNet5;
import io.cajal.train.Model;
import io.cajal.zoo.kit.TrainedLeNet5;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The networks that can be looked into: the one that travels with the studio, and those for pictures among the runs. */
final class Shelf {
    /** The name of the one that is always there; no folder has a slash in its name. */
    static final String OWN = LeNet5.NAME;
    private static final String FILE = "model.safetensors";
    private static final long LARGEST = 64 << 20;
    private static final int MOST_HEADER = 1 << 20;
    private static final int MOST_RUNS = 1000;
    private static final int KEPT = 4;

    private final Path runs;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(FileTime time, Net net) {
    }

    /** A network as the list shows it. */
    record Entry(String name, String title) {
        Map<String, Object> json() {
            return Map.of("name", name, "title", title);
        }
    }

    Shelf(Path runs) {
        this.runs = runs;
    }

    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(OWN, LeNet5.TITLE));
        if (Files.isDirectory(runs)) {
            try (Stream<Path> folders = Files.list(runs)) {
                folders.sorted().limit(MOST_RUNS).filter(this::isNetOfPictures)
                        .map(folder -> folder.getFileName().toString())
                        .forEach(name -> entries.add(new Entry(name, "runs: " + name)));
            } catch (IOException | UncheckedIOException e) {
                throw new CajalException("the folder of the runs cannot be read: " + e.getMessage(), e);
            }
        }
        return entries;
    }

    Net open(String name) {
        Entry entry = entries().stream().filter(some -> some.name.equals(name)).findFirst()
                .orElseThrow(
                        () -> new CajalException("there is no network for pictures called %s%s".formatted(
                                Shown.of(name), name.length() > 100 ? ""
                                        : Nearest.hint(name, entries().stream().map(Entry::name).toList()))));
        try {
            return name.equals(OWN) ? own(entry) : kept(entry, runs.resolve(name).resolve(FILE));
        } catch (IOException e) {
            throw new CajalException("the network %s cannot be read: %s".formatted(Shown.of(name),
                    e.getMessage()), e);
        }
    }

    private synchronized Net own(Entry entry) {
        Kept own = kept.get(OWN);
        if (own == null) {
            own = new Kept(null, Net.of(entry.title, TrainedLeNet5.model()));
            kept.put(OWN, own);
        }
        return own.net;
    }

    private synchronized Net kept(Entry entry, Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Kept known = kept.get(entry.name);
        if (known == null || !known.time.equals(time)) {
            known = new Kept(time, Net.of(entry.title, load(entry, file)));
            if (kept.size() > KEPT) {
                kept.keySet().removeIf(name -> !name.equals(OWN));
            }
            kept.put(entry.name, known);
        }
        return known.net;
    }

    /** A page is told the run's name, and not where the folder of the runs lies. */
    private Model load(Entry entry, Path file) throws IOException {
        try {
            return Model.load(file);
        } catch (CajalException e) {
            throw new CajalException(e.getMessage().replace(file.toString(), entry.name + "/" + FILE), e);
        }
    }

    /** By the header of its file alone; what cannot be read is not in the list. */
    private boolean isNetOfPictures(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                    && file.toRealPath().startsWith(runs.toRealPath())
                    && Json.parse(header(file)) instanceof Map<?, ?> header
                    && header.get("__metadata__") instanceof Map<?, ?> texts
                    && texts.get("cajal.input") instanceof String input
                    && Json.parse(input) instanceof Map<?, ?> map && "image".equals(map.get("kind"))
                    && map.get("shape") instanceof List<?> shape
                    && Net.isPicture(new Model.Input("image",
                            shape.stream().map(size -> ((Number) size).intValue()).toList(), List.of()));
        } catch (IOException | CajalException | ClassCastException e) {
            return false;
        }
    }

    private static String header(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(length);
            ByteBuffer text = ByteBuffer.allocate(Math.clamp(length.getLong(0), 0, MOST_HEADER));
            channel.read(text);
            return new String(text.array(), StandardCharsets.UTF_8);
        }
    }
}
