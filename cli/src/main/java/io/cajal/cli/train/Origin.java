package io.cajal.cli.train;

import io.cajal.base.Version;
import io.cajal.data.Dataset;
import io.cajal.data.Fingerprint;
import io.cajal.runs.RunFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training was, for its {@code run.json} and for the model's file.
 *
 * @param target the column that was learned; null for pictures
 * @param plan in a line
 */
record Origin(Path data, String target, long seed, String plan) {

    /** As the model's file has it. */
    Map<String, String> provenance(String loss, Dataset train) {
        Map<String, String> provenance = new TreeMap<>();
        if (target != null) {
            provenance.put("target", target);
        }
        provenance.put("seed", Long.toString(seed));
        provenance.put("version", Version.TEXT);
        provenance.put("plan", plan);
        provenance.put("loss", loss);
        provenance.put("training_data_sha256", Fingerprint.of(train));
        return provenance;
    }

    /** With figures by metric and model, and the time since {@code start}, by {@link System#nanoTime}. */
    Map<String, Object> record(Map<String, ?> figures, RunFolder folder, long start) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("data", data.toString());
        if (target != null) {
            record.put("target", target);
        }
        record.put("seed", seed);
        record.put("plan", plan);
        record.putAll(figures);
        record.put("model", folder.model().toString());
        record.put("seconds", Math.round((System.nanoTime() - start) * 1e-6) / 1000.0);
        return record;
    }
}
