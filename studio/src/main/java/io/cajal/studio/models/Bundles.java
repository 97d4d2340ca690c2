package io.cajal.studio.models;

import io.cajal.base.CajalException;
import io.cajal.http.Refusal;
import io.cajal.io.Json;
import io.cajal.io.Shown;
import io.cajal.studio.kit.LeNet5;
import io.cajal.zoo.kit.TrainedLeNet5;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models in the runs folder, the studio's own, and those that pages gave. A page names a model by what the list called it: nothing else
 * is opened, so no name leads out of the folder, and links are neither followed nor listed. What was read last stays in
 * memory; what a page gave is only there.
 */
final class Bundles {
    private static final String MODEL = "model.safetensors";
    private static final String UPLOAD = "upload:";
    private static final int DEPTH = 4;
    private static final int MOST_LISTED = 500;
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_RUN_BYTES = 1 << 20;
    private static final int KEPT = 4;
    private static final int KEPT_UPLOADS = 8;

    private final Path folder;
    /** By what was read, the latest last. */
    private final Map<Listed, Bundle> read = new LinkedHashMap<>(8, 0.75f, true);
    private final Map<String, Bundle> uploads = new LinkedHashMap<>(8, 0.75f, true);
    private int counted;
    private Bundle own;

    Bundles(Path folder) {
        this.folder = folder;
    }

    /**
     * A model that can be chosen.
     *
     * @param id its path in the folder, with /
     * @param time in milliseconds, when it was written
     */
    record Listed(String id, Path path, long bytes, long time) {
        /** The training's folder, or the file's name where it lies on top. */
        String name() {
            return id.equals(MODEL) ? id : id.substring(0, id.length() - MODEL.length() - 1);
        }
    }

    /** The newest first. */
    List<Listed> list() {
        List<Listed> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try {
            Path root = folder.toRealPath();
            Files.walkFileTree(root, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (file.endsWith(MODEL) && attributes.isRegularFile()) {
                                String id = root.relativize(file).toString().replace('\\', '/');
                                found.add(new Listed(id, file, attributes.size(),
                                        attributes.lastModifiedTime().toMillis()));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException problem) {
                            return FileVisitResult.CONTINUE; // gone, or not ours to read
                        }
                    });
        } catch (IOException e) {
            throw new CajalException("%s cannot be listed: %s".formatted(folder, e.getMessage()), e);
        }
        found.sort(Comparator.comparingLong(Listed::time).reversed().thenComparing(Listed::id));
        return found.subList(0, Math.min(MOST_LISTED, found.size()));
    }

    /** What the list has under that name, or what a page gave. */
    synchronized Bundle open(String id) {
        if (id.startsWith(UPLOAD)) {
            Bundle bundle = uploads.get(id);
            if (bundle == null) {
                throw new Refusal(404, "this file is no longer in the studio's memory: give it again");
            }
            return bundle;
        }
        if (id.equals(LeNet5.NAME)) {
            return own();
        }
        Listed listed = list().stream().filter(one -> one.id.equals(id)).findFirst().orElseThrow(
                () -> new Refusal(404, "there is no model %s among the runs".formatted(Shown.of(id))));
        Bundle known = read.get(listed);
        return known != null ? known : read(listed);
    }

    private Bundle own() {
        if (own == null) {
            own = Bundle.of(LeNet5.NAME, LeNet5.TITLE, TrainedLeNet5.file(), Map.of());
        }
        return own;
    }

    private Bundle read(Listed listed) {
        if (listed.bytes > MOST_BYTES) {
            throw new CajalException("%s has %,d MB, the studio opens models of up to %,d: use cajal summary"
                    .formatted(listed.id, listed.bytes >> 20, MOST_BYTES >> 20));
        }
        try {
            Bundle bundle = Bundle.of(listed.id, listed.name(), bytes(listed.path), run(listed.path));
            read.keySet().removeIf(old -> old.id.equals(listed.id));
            read.put(listed, bundle);
            shrink(read, KEPT);
            return bundle;
        } catch (IOException e) {
            throw new CajalException("%s cannot be read: %s".formatted(listed.id, e.getMessage()), e);
        }
    }

    /** Keeps what a page gave, if it is a model. */
    synchronized Bundle take(String name, byte[] file) {
        Bundle bundle = Bundle.of(UPLOAD + ++counted, name, file, Map.of());
        uploads.put(bundle.id(), bundle);
        shrink(uploads, KEPT_UPLOADS);
        return bundle;
    }

    /** Forgets the oldest, but never the last. */
    private static <K> void shrink(Map<K, Bundle> kept, int most) {
        var oldest = kept.values().iterator();
        long bytes = kept.values().stream().mapToLong(Bundle::bytes).sum();
        for (int left = kept.size(); left > 1 && (left > most || bytes > MOST_BYTES); left--) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** What run.json beside a model says; nothing when there is none, or it is no object. */
    static Map<?, ?> run(Path model) {
        Path path = model.resolveSibling("run.json");
        try {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) <= MOST_RUN_BYTES
                    && Json.parse(new String(bytes(path), StandardCharsets.UTF_8)) instanceof Map<?, ?> run) {
                return run;
            }
        } catch (IOException | CajalException e) {
            // it says nothing that can be understood
        }
        return Map.of();
    }

    private static byte[] bytes(Path path) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path,
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer all = ByteBuffer.allocate((int) Math.min(MOST_BYTES, channel.size()));
            while (all.hasRemaining() && channel.read(all) >= 0) {
            }
            return java.util.Arrays.copyOf(all.array(), all.position());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
