package io.cajal.cli;

import io.cajal.nn.GenerativeModel;
import io.cajal.nn.PromptedModel;
import io.cajal.nn.Summary;
import io.cajal.train.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cajal summary MODEL}: layers, shapes, parameters and origin. */
@Command(name = "summary", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Show a model's layers, shapes, parameters and origin.")
final class SummaryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "A model file, such as runs/digits/model.safetensors.")
    private Path path;

    @Override
    public Integer call() throws IOException {
        Model model = Model.load(path);
        System.out.println(Summary.of(model.network(), model.input().blank(1)));
        System.out.println();
        Stream.concat(Stream.of("input: " + input(model.input())),
                Stream.concat(Stream.of("output: " + output(model)),
                        model.provenance().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue())))
                .forEach(System.out::println);
        return 0;
    }

    private static String input(Model.Input input) {
        if (input.tokenizer() != null) {
            return "texts of up to %,d tokens, of %,d kinds".formatted(input.elements(),
                    input.tokenizer().size());
        }
        return input.kind() + " "
                + (input.columns().isEmpty() ? input.shape() : "of " + String.join(", ", input.names()));
    }

    private static String output(Model model) {
        if (!model.classes().isEmpty()) {
            return "classes " + String.join(", ", model.classes());
        }
        return (DrawnPictures.areAnswersOf(model) ? "pictures" : "values")
                + switch (model.network()) {
                    case GenerativeModel _ -> "; cajal generate draws new examples";
                    case PromptedModel _ -> "; cajal generate draws what --prompt says";
                    default -> "";
                };
    }
}
