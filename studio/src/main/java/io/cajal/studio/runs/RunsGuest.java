package io.cajal.studio.runs;

import io.cajal.base.CajalException;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Outlet;
import io.cajal.studio.kit.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A page that watches runs. It says what it wants to see, and is told what of this has changed since it asked last for the
 * same view:
 * <pre>
 * → {"view": 1, "find": "digits", "state": "all", "from": 0, "runs": ["digits"], "training": -1, "inside": true, "layer": "2"}
 * ← {"list": {…}, "runs": [{"name": "digits", "head": {…}, "curves": {…}, "layers": {…}, "log": {…}}]}
 * </pre>
 */
final class RunsGuest implements Part.Guest {
    private static final int MOST_RUNS = 8;

    private final RunsFolder folder;
    private final Outlet outlet;
    /** What the page has, by run and piece. */
    private final Map<String, Map<String, Object>> told = new HashMap<>();
    private Object list;
    private int view;

    RunsGuest(RunsFolder folder, Outlet outlet) {
        this.folder = folder;
        this.outlet = outlet;
    }

    @Override
    public void said(Message message) {
        RunList.Wish wish = RunList.Wish.of(message);
        List<String> names = new ArrayList<>();
        for (Object name : message.list("runs", MOST_RUNS)) {
            if (!(name instanceof String text)) {
                throw new CajalException("runs: expected names");
            }
            names.add(text);
        }
        int training = message.count("training", -1, 100_000);
        boolean inside = message.flag("inside");
        String layer = message.has("layer") ? message.text("layer") : null;
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, Object> now = RunList.json(folder, wish);
        if (!now.equals(list)) {
            list = now;
            answer.put("list", now);
        }
        if (message.count("view", 0, Integer.MAX_VALUE) != view) {
            view = message.count("view", 0, Integer.MAX_VALUE);
            told.clear();
        }
        told.keySet().retainAll(names);
        answer.put("runs",
                names.stream().distinct().map(name -> news(name, training, inside, layer)).toList());
        outlet.say(answer);
    }

    private Map<String, Object> news(String name, int training, boolean inside, String layer) {
        Map<String, Object> news = new LinkedHashMap<>();
        news.put("name", name);
        RunDetails details;
        try {
            details = new RunDetails(folder.named(name), training);
        } catch (CajalException _) {
            told.remove(name);
            news.put("gone", true);
            return news;
        }
        Map<String, Object> known = told.computeIfAbsent(name, _ -> new HashMap<>());
        tell(news, known, "head", details::head);
        tell(news, known, "curves", details::curves);
        if (inside) {
            tell(news, known, "layers", () -> details.layers(layer));
            tell(news, known, "log", details::log);
        }
        return news;
    }

    private static void tell(Map<String, Object> news, Map<String, Object> known, String piece,
            Supplier<Map<String, Object>> content) {
        Map<String, Object> now = content.get();
        if (!now.equals(known.put(piece, now))) {
            news.put(piece, now);
        }
    }

    @Override
    public void close() {
        told.clear();
    }
}
