package io.cajal.studio.play;

import io.cajal.base.CajalException;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The playground tab: an experiment for each page, and a few threads that paint their frames. */
public final class PlayPart implements Part {
    private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final ExecutorService painters = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("cajal-play-painter-", 1).daemon().factory());

    @Override
    public Map<String, Host> hosts() {
        return Map.of("/live/playground", this::welcome);
    }

    private Guest welcome(Outlet outlet) {
        if (guests.size() >= Limits.CONVERSATIONS) {
            return new Crowded();
        }
        Guest guest = new PlayGuest(outlet, painters, "page-" + opened.incrementAndGet(), guests::remove);
        guests.add(guest);
        return guest;
    }

    /** For a page for which there is no room. */
    private record Crowded() implements Guest {
        @Override
        public void said(Message message) {
            throw new CajalException(
                    "the playground is open in %d pages, which is the most: close one, and load this one again"
                            .formatted(Limits.CONVERSATIONS));
        }

        @Override
        public void close() {
        }
    }

    @Override
    public void close() {
        guests.forEach(Guest::close);
        painters.shutdown();
    }
}
