package io.cajal.studio.zoo;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.io.Shown;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A page's miniatures. The page names those that it shows and gets a frame of each; between its questions nothing runs,
 * so a page that is away costs nothing.
 */
public final class LiveZoo implements Part.Guest {
    private final Outlet outlet;
    private final Map<String, Miniature> atWork = new HashMap<>();

    public LiveZoo(Outlet outlet) {
        this.outlet = outlet;
    }

    /** The codes of the types that are alive. */
    public static Set<String> codes() {
        return Miniature.ALL.keySet();
    }

    /** {@code {"next": ["P", "LSTM"]}} is answered by {@code {"frames": {"P": …, "LSTM": …}}}. */
    @Override
    public void said(Message message) {
        Set<String> wanted = new LinkedHashSet<>();
        for (Object code : message.list("next", codes().size())) {
            if (!(code instanceof String name) || !codes().contains(name)) {
                throw new CajalException("next: no type %s is alive%s".formatted(Shown.of(code),
                        code instanceof String name ? Nearest.hint(name, codes()) : ""));
            }
            wanted.add(name);
        }
        Map<String, Object> frames = new LinkedHashMap<>();
        for (String code : wanted) {
            frames.put(code, atWork.computeIfAbsent(code, c -> Miniature.ALL.get(c).get()).next().toJson());
        }
        outlet.say(Map.of("frames", frames));
    }

    @Override
    public void close() {
        atWork.clear();
    }
}
