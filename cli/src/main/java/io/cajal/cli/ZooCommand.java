package io.cajal.cli;

import io.cajal.base.Nearest;
import io.cajal.io.AtomicFile;
import io.cajal.io.Json;
import io.cajal.report.TextTable;
import io.cajal.zoo.chart.CellKind;
import io.cajal.zoo.chart.NetworkType;
import io.cajal.zoo.chart.Poster;
import io.cajal.zoo.chart.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cajal zoo}: the chart of the 27 types of networks, and what each was measured to do. */
@Command(name = "zoo", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Show the 27 types of networks, or explain one and draw it.",
        footer = {"", "Figures are those that were recorded in docs/results.md.",
                "Example: cajal zoo LSTM --out lstm.svg"})
final class ZooCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", completionCandidates = Codes.class,
            description = "A type, by the chart's letters or by its name; all of them when none is named.")
    private String name;

    @Option(names = "--out", paramLabel = "FILE.svg",
            description = "Where to draw the type (default: its letters, as lstm.svg).")
    private Path out;

    @Option(names = "--json", description = "One line of JSON instead of a table.")
    private boolean json;

    /** What may stand where a type is named; a shell completes it. */
    static final class Codes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return NetworkType.all().stream().map(NetworkType::code).iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            if (out != null) {
                throw new ParameterException(spec.commandLine(),
                        "--out draws one type: say which, as in cajal zoo LSTM --out " + out);
            }
            System.out.println(json ? Json.write(NetworkType.all().stream().map(ZooCommand::json).toList())
                    : table());
            return 0;
        }
        NetworkType type = named();
        if (json) {
            System.out.println(Json.write(json(type)));
        } else {
            explain(type);
        }
        if (out != null || !json) {
            Path file = out == null ? Path.of(Poster.file(type)) : out;
            AtomicFile.write(file, Poster.of(type));
            if (!json) {
                System.out.println("\ndrawn in " + file);
            }
        }
        return 0;
    }

    /** By its letters or its name, or by how only its name begins. */
    private NetworkType named() {
        List<NetworkType> all = NetworkType.all();
        List<NetworkType> begun = all.stream()
                .filter(type -> type.name().toLowerCase(Locale.ROOT)
                        .startsWith(name.toLowerCase(Locale.ROOT)))
                .toList();
        return all.stream()
                .filter(type -> type.code().equalsIgnoreCase(name) || type.name().equalsIgnoreCase(name))
                .findFirst().or(() -> begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty())
                .orElseThrow(() -> new ParameterException(spec.commandLine(),
                        "unknown type of network \"%s\"%s; cajal zoo lists them all".formatted(name,
                                Nearest.hint(name, all.stream()
                                        .flatMap(type -> Stream.of(type.code(), type.name(),
                                                type.name().split(" ")[0]))
                                        .toList()))));
    }

    private static String table() {
        TextTable table = new TextTable("type", "network", "recipe", "met", "measured", "cells");
        int met = 0;
        for (NetworkType type : NetworkType.all()) {
            Optional<Recorded> best = Recorded.of(type);
            met += best.filter(Recorded::met).isPresent() ? 1 : 0;
            table.row(type.code(), type.name(),
                    best.map(Recorded::recipe).orElse(type.recipes().getFirst()),
                    best.map(r -> r.met() ? "yes" : "no").orElse("–"),
                    best.map(r -> "%s %s (%s)".formatted(r.value(), r.metric(), r.accept()))
                            .orElse("not measured yet"),
                    String.join(", ", kinds(type).stream().map(CellKind::title).toList()));
        }
        return table + "\n\n%d of %d types have a recipe that meets its goal. Run one: cajal run NAME --quick"
                .formatted(met, NetworkType.all().size());
    }

    private static List<CellKind> kinds(NetworkType type) {
        return type.sketch().cells().stream().distinct().toList();
    }

    private static Map<String, Object> json(NetworkType type) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type.code());
        json.put("name", type.name());
        json.put("paper", type.paper());
        json.put("year", type.year());
        json.put("cells", kinds(type).stream().map(CellKind::title).toList());
        json.put("recipes", type.recipes().stream().map(ZooCommand::recipe).toList());
        json.put("met", Recorded.of(type).filter(Recorded::met).isPresent());
        return json;
    }

    private static Map<String, Object> recipe(String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("recipe", name);
        Recorded.of(name).ifPresent(recorded -> {
            json.put("metric", recorded.metric());
            json.put("value", recorded.value());
            json.put("accept", recorded.accept());
            json.put("met", recorded.met());
        });
        return json;
    }

    private static void explain(NetworkType type) {
        System.out.printf("%s (%s)%n%s%n%s, %d%n", type.name(), type.code(), type.idea(), type.paper(),
                type.year());
        System.out.println("\nCells");
        int width = kinds(type).stream().mapToInt(kind -> kind.title().length()).max().orElse(0);
        for (CellKind kind : kinds(type)) {
            System.out.println(("  %-" + width + "s  %s").formatted(kind.title(), kind.meaning()));
        }
        System.out.printf("%nGood for  %s%nNot for   %s%n%nRecipes%n", type.use(), type.avoid());
        width = type.recipes().stream().mapToInt(String::length).max().orElse(0);
        for (String recipe : type.recipes()) {
            System.out.println(("  %-" + width + "s  %s").formatted(recipe, Recorded.of(recipe)
                    .map(r -> "%s %s, accept %s: %s".formatted(r.value(), r.metric(), r.accept(),
                            r.met() ? "met" : "NOT met"))
                    .orElse("not measured yet")));
        }
        System.out.printf("%nSee it at work within a minute: cajal run %s --quick%n",
                type.recipes().getFirst());
    }
}
