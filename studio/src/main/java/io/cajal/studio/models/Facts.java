package io.cajal.studio.models;

import io.cajal.check.Check;
import io.cajal.check.Finding;
import io.cajal.check.Subject;
import io.cajal.data.Column;
import io.cajal.nn.GenerativeModel;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.PromptedModel;
import io.cajal.series.SeriesModel;
import io.cajal.train.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known of a model beside its layers: what it takes and gives, how it was made, what is wrong with it. */
final class Facts {
    private static final int MOST_COLUMNS = 200;
    private static final int MOST_CATEGORIES = 12;
    /** Multiply-adds that a check may take: some ten seconds. */
    private static final double MOST_WORK = 2e11;

    private Facts() {
    }

    static Map<String, Object> of(Bundle bundle) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", bundle.id());
        json.put("name", bundle.name());
        json.put("bytes", bundle.bytes());
        json.put("parameters", (long) bundle.summary().parameters());
        json.put("buffers", (long) bundle.summary().buffers());
        json.put("work", bundle.summary().multiplyAdds());
        json.put("does", does(bundle.model()));
        json.put("input", input(bundle.model().input()));
        json.put("classes", bundle.model().classes().stream().limit(MOST_COLUMNS).toList());
        json.put("classCount", (long) bundle.model().classes().size());
        json.put("made", bundle.model().provenance());
        json.put("run", flat(bundle.run()));
        json.put("graph", Graph.of(bundle));
        return json;
    }

    private static String does(Model model) {
        return switch (model.network()) {
            case LanguageModel _ -> "writes";
            case GenerativeModel _,PromptedModel _ -> "draws";
            default -> SeriesModel.of(model).isPresent() ? "forecasts"
                    : model.classes().isEmpty() ? "values" : "classes";
        };
    }

    private static Map<String, Object> input(Model.Input input) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", input.kind());
        json.put("shape", input.shape().stream().map(Integer::longValue).toList());
        json.put("tokens", input.tokenizer() == null ? 0L : (long) input.tokenizer().size());
        json.put("columnCount", (long) input.columns().size());
        json.put("columns", input.columns().stream().limit(MOST_COLUMNS).map(Facts::column).toList());
        return json;
    }

    private static Map<String, Object> column(Column column) {
        return Map.of("name", column.name(), "kind", column.kind().name().toLowerCase(Locale.ROOT),
                "categories",
                column.categories().stream().limit(MOST_CATEGORIES).toList(), "categoryCount",
                (long) column.categories().size());
    }

    /** Texts and numbers of a record, those of inner objects as {@code accuracy · network}. */
    private static Map<String, Object> flat(Map<?, ?> record) {
        Map<String, Object> flat = new LinkedHashMap<>();
        record.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.forEach((name, one) -> put(flat, key + " · " + name, one));
            } else {
                put(flat, key.toString(), value);
            }
        });
        return flat;
    }

    private static void put(Map<String, Object> flat, String key, Object value) {
        if ((value instanceof Number || value instanceof String || value instanceof Boolean)
                && flat.size() < MOST_COLUMNS) {
            flat.put(key, value);
        }
    }

    /** What {@code cajal check MODEL} says; a network that takes too long for a page is left to it. */
    static Map<String, Object> check(Bundle bundle) {
        Subject subject = Subject.of(bundle.model());
        boolean isHeavy = (double) bundle.summary().multiplyAdds() * subject.x().size(0) > MOST_WORK;
        List<Finding> findings = isHeavy ? List.of() : Check.of(subject);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("skipped", isHeavy);
        json.put("rules", (long) Check.rules());
        json.put("findings", findings.stream().map(Facts::finding).toList());
        return json;
    }

    private static Map<String, Object> finding(Finding finding) {
        String where = finding.where();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        json.put("rule", finding.rule());
        json.put("where", where);
        json.put("layer", where.substring(where.indexOf(' ') + 1));
        json.put("what", finding.what());
        json.put("why", finding.why());
        json.put("change", finding.change());
        return json;
    }
}
