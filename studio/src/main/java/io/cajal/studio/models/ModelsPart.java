package io.cajal.studio.models;

import io.cajal.http.Exchange;
import io.cajal.http.Refusal;
import io.cajal.io.Json;
import io.cajal.studio.kit.LeNet5;
import io.cajal.studio.kit.Message;
import io.cajal.studio.kit.Part;
import io.cajal.studio.kit.Route;
import io.cajal.studio.zoo.ChartPage;
import io.cajal.studio.zoo.LiveZoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models tab: any model's layers and weights, and the chart of network types. */
public final class ModelsPart implements Part {
    /** Bytes of a file that a page may give; more than this would not fit a request's body as base 64. */
    private static final int MOST_UPLOADED = 12_000_000;
    private static final int LONGEST_NAME = 100;

    private final Bundles bundles;

    /** @param runs the folder with the runs to show */
    public ModelsPart(Path runs) {
        bundles = new Bundles(runs);
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/api/models", (exchange, _) -> send(exchange, list())),
                Route.post("/api/models/open",
                        (exchange, body) -> send(exchange, Facts.of(asked(body.read())))),
                Route.post("/api/models/layer", (exchange, body) -> {
                    Message message = body.read();
                    send(exchange, Weights.of(asked(message), message.text("layer")));
                }),
                Route.post("/api/models/check",
                        (exchange, body) -> send(exchange, Facts.check(asked(body.read())))),
                Route.post("/api/models/upload", (exchange, body) -> send(exchange, take(body.read()))),
                Route.get("/api/models/chart", (exchange, _) -> send(exchange, ChartPage.json())));
    }

    @Override
    public Map<String, Host> hosts() {
        return Map.of("/live/zoo", LiveZoo::new);
    }

    private static void send(Exchange exchange, Object json) {
        exchange.send(Exchange.JSON, Json.write(json));
    }

    private Bundle asked(Message message) {
        return bundles.open(message.text("model"));
    }

    private Map<String, Object> list() {
        List<Object> models = new ArrayList<>();
        for (Bundles.Listed one : bundles.list()) {
            Map<?, ?> run = Bundles.run(one.path());
            models.add(entry(one.id(), one.name(), one.bytes(), one.time(),
                    run.get("recipe") instanceof String recipe ? recipe
                            : run.get("data") instanceof String data ? data : ""));
        }
        Bundle own = bundles.open(LeNet5.NAME);
        models.add(entry(own.id(), own.name(), own.bytes(), 0, LeNet5.RECIPE));
        return Map.of("models", models, "mostBytes", (long) MOST_UPLOADED);
    }

    private static Map<String, Object> entry(String id, String name, long bytes, long time, String of) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", id);
        json.put("name", name);
        json.put("bytes", bytes);
        json.put("time", time);
        json.put("of", of);
        return json;
    }

    private Map<String, Object> take(Message message) {
        String name = message.text("name").replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?").strip();
        String text = message.text("bytes");
        if (text.length() > MOST_UPLOADED / 3 * 4 + 4) {
            throw new Refusal(413, "the file has more than %,d bytes: put it into the runs folder instead"
                    .formatted(MOST_UPLOADED));
        }
        byte[] file;
        try {
            file = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.field("bytes", "bytes: expected base 64");
        }
        return Facts.of(bundles.take(name.isEmpty() ? "a file" : name.substring(0, Math.min(LONGEST_NAME,
                name.length())), file));
    }
}
