package io.cajal.cli;

import io.cajal.report.TextTable;
import io.cajal.zoo.kit.DataFile;
import io.cajal.zoo.kit.DataSets;
import io.cajal.zoo.kit.DataStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code cajal data}: which data sets are there, and where the others belong. */
@Command(name = "data", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "List the data sets: what is there, what is missing, and where to put it.")
final class DataCommand implements Runnable {
    @Override
    public void run() {
        DataStore store = DataStore.standard(System.out);
        TextTable table = new TextTable("data set", "what", "where");
        List<DataFile> missing = new ArrayList<>();
        for (DataSets.Entry entry : DataSets.ALL) {
            List<DataFile> absent = entry.files().stream().filter(file -> store.find(file) == null).toList();
            missing.addAll(absent);
            String where = entry.files().isEmpty() ? "inside the library"
                    : !absent.isEmpty() ? absent.size() + " of " + entry.files().size() + " files missing"
                            : store.find(entry.files().getFirst()).getParent().toString();
            table.row(entry.name(), entry.what(), where);
        }
        System.out.println(table);
        System.out.println();
        System.out.println(
                "looked for in: " + String.join(", ", store.folders().stream().map(Path::toString).toList()));
        list(store, "missing, and downloaded when first needed if there is a network; or put them there:",
                missing.stream().filter(file -> !file.mirrors().isEmpty()).toList());
        list(store, "missing, and without a public mirror: put them there:",
                missing.stream().filter(file -> file.mirrors().isEmpty()).toList());
        if (System.getenv("CAJAL_DATA") == null) {
            System.out.println("CAJAL_DATA=DIR names a folder of your own.");
        }
    }

    private static void list(DataStore store, String heading, List<DataFile> files) {
        if (!files.isEmpty()) {
            System.out.println(heading);
            files.forEach(file -> System.out.println("  " + store.folders().getFirst().resolve(file.path())));
        }
    }
}
