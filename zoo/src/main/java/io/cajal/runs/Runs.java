package io.cajal.runs;

import io.cajal.base.CajalException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The finished runs in a folder and in those inside it.
 *
 * @param records the newest first
 * @param problems a line for each record that cannot be read
 */
public record Runs(List<RunRecord> records, List<String> problems) {
    private static final int DEPTH = 4;

    public Runs {
        records = List.copyOf(records);
        problems = List.copyOf(problems);
    }

    /** None where there is no such folder. Runs that come and go meanwhile are no problem. */
    public static Runs in(Path folder) throws IOException {
        List<RunRecord> records = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path home : having(RunRecord.FILE, folder)) {
            try {
                records.add(RunRecord.read(home));
            } catch (CajalException e) {
                problems.add(e.getMessage());
            } catch (IOException e) {
                if (Files.exists(home.resolve(RunRecord.FILE))) {
                    problems.add(home.resolve(RunRecord.FILE) + ": cannot be read");
                }
            }
        }
        records.sort(Comparator.comparing(RunRecord::time).reversed());
        return new Runs(records, problems);
    }

    /** Folders that have a file of that name, in the order of their names; what cannot be looked into is left out. */
    static List<Path> having(String name, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (file.endsWith(name)) {
                                found.add(file.getParent());
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException problem) {
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path inner, IOException problem) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        }
        found.sort(null);
        return found;
    }
}
