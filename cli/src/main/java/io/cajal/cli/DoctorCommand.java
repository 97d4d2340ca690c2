package io.cajal.cli;

import io.cajal.io.Json;
import io.cajal.report.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cajal doctor}: whether this machine runs Cajal, how fast, and what would help. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Look at Java, processors, memory, data and folders, and say what to mend.",
        footer = {"", "Exit status: 0 Cajal can run, 1 something keeps it from running."})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = Checkup.all();
        boolean ready = findings.stream().noneMatch(finding -> finding.mark() == Finding.Mark.BAD);
        System.out.println(json ? Json.write(object(findings, ready)) : table(findings, ready));
        return ready ? 0 : 1;
    }

    private static Map<String, Object> object(List<Finding> findings, boolean ready) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ready", ready);
        object.put("checks", findings.stream().map(Finding::json).toList());
        return object;
    }

    private static String table(List<Finding> findings, boolean ready) {
        TextTable table = new TextTable("mark", "what", "found");
        for (Finding finding : findings) {
            table.row(finding.mark().toString(), finding.name(), finding.found());
            if (!finding.advice().isEmpty()) {
                table.row("", "", "→ " + finding.advice());
            }
        }
        long warnings = findings.stream().filter(finding -> finding.mark() == Finding.Mark.WARN).count();
        return table + "\n\n" + (ready ? "Cajal can run here" : "Cajal cannot run like this")
                + (warnings == 0 ? "." : ", with " + warnings + (warnings == 1 ? " warning." : " warnings."));
    }
}
