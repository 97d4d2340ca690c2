package io.cajal.studio.images;

import io.cajal.studio.kit.Part;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The images tab. */
public final class ImagesPart implements Part {
    private static final int LEAST_THREADS = 2;

    private final Shelf shelf;
    private final ExecutorService threads;
    private Examples examples;

    /** @param runs the folder with the runs, whose networks for pictures can be looked into */
    public ImagesPart(Path runs) {
        shelf = new Shelf(runs);
        int processors = Runtime.getRuntime().availableProcessors();
        threads = Executors.newFixedThreadPool(Math.max(LEAST_THREADS, processors / 2),
                Thread.ofPlatform().daemon().name("cajal-images-", 0).factory());
    }

    @Override
    public Map<String, Host> hosts() {
        return Map.of("/live/images", outlet -> new Viewer(shelf, this::examples, outlet, threads));
    }

    private synchronized Examples examples() {
        if (examples == null) {
            examples = Examples.find();
        }
        return examples;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
