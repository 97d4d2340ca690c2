package io.cajal.studio.zoo;

import io.cajal.zoo.chart.CellKind;
import io.cajal.zoo.chart.Diagram;
import io.cajal.zoo.chart.NetworkType;
import io.cajal.zoo.chart.Recorded;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chart as the page gets it. */
public final class ChartPage {
    private static final Map<String, Object> JSON = Map.of("kinds",
            Arrays.stream(CellKind.values()).map(ChartPage::kind).toList(), "types",
            NetworkType.all().stream().map(ChartPage::type).toList());

    private ChartPage() {
    }

    /** Kinds of cells and types of networks, with pictures and words. */
    public static Map<String, Object> json() {
        return JSON;
    }

    private static Map<String, Object> kind(CellKind kind) {
        return Map.of("title", kind.title(), "meaning", kind.meaning(), "picture", Diagram.of(kind));
    }

    private static Map<String, Object> type(NetworkType type) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", type.code());
        json.put("name", type.name());
        json.put("picture", Diagram.of(type));
        json.put("idea", type.idea());
        json.put("paper", type.paper());
        json.put("year", (long) type.year());
        json.put("use", type.use());
        json.put("avoid", type.avoid());
        json.put("live", LiveZoo.codes().contains(type.code()));
        json.put("kinds", type.sketch().cells().stream().distinct().map(CellKind::title).toList());
        json.put("recipes", type.recipes().stream().map(ChartPage::recipe).toList());
        return json;
    }

    private static Map<String, Object> recipe(String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("command", "cajal run " + name);
        List<Recorded> recorded = Recorded.of(name).stream().toList();
        recorded.forEach(
                r -> json.put("figure", Map.of("metric", r.metric(), "value", r.value(), "accept", r.accept(),
                        "met", r.met())));
        return json;
    }
}
