package io.cajal.runs;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command of {@code cajal}, with the folder that it was given in: its paths mean nothing elsewhere.
 *
 * @param words that follow {@code cajal}; none where nothing is known
 */
public record Command(Path directory, List<String> words) {
    private static final Command NONE = new Command(Path.of(""), List.of());

    public Command {
        words = List.copyOf(words);
    }

    /** Given in the folder that this process was started in. */
    public static Command here(List<String> words) {
        return new Command(Path.of("").toAbsolutePath(), words);
    }

    static Command of(Fields line) {
        List<?> words = line.list("words");
        try {
            return words.stream().allMatch(String.class::isInstance)
                    ? new Command(Path.of(line.text("directory")),
                            words.stream().map(String.class::cast).toList())
                    : NONE;
        } catch (InvalidPathException _) {
            return NONE;
        }
    }

    /** As it is typed into a shell; empty where nothing is known. */
    public String text() {
        return words.isEmpty() ? ""
                : "cajal " + words.stream()
                        .map(word -> word.matches("[A-Za-z0-9_./,=:+-]+") ? word
                                : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
