package io.cajal.cli;

import io.cajal.base.CajalException;
import io.cajal.base.Rng;
import io.cajal.nn.LanguageModel;
import io.cajal.nn.Sampling;
import io.cajal.text.Tokenizer;
import io.cajal.train.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cajal generate MODEL}: text that a language model writes, token by token as it is drawn. */
@Command(name = "generate", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "Let a saved language model write text.",
        footer = {"",
                "MODEL is what cajal run char-lstm --out DIR, char-transformer or cajal train TEXT.txt leave.",
                "The same seed gives the same text."})
final class GenerateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL",
            description = "A model file, such as runs/char-lstm/model.safetensors.")
    private Path path;

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "\n",
            description = "What it goes on from (default: a new line). \\n is a new line.")
    private String prompt;

    @Option(names = "--length", paramLabel = "N", defaultValue = "500",
            description = "Tokens to write (default: ${DEFAULT-VALUE}).")
    private int length;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "0.8",
            description = "Below 1 likely tokens become likelier, 0 always takes the likeliest (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", defaultValue = "0",
            description = "Draw only from the K likeliest tokens (default: from all).")
    private int top;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Sampling sampling = new Sampling(temperature, top);
        if (length < 1) {
            throw new CajalException("generate: --length must be 1 or more, got " + length);
        }
        Model model = Model.load(path);
        if (!(model.network() instanceof LanguageModel writer) || model.input().tokenizer() == null) {
            throw new CajalException(
                    "%s is not a language model: it takes %s and answers them; use cajal predict".formatted(
                            path, model.input().kind()));
        }
        Tokenizer tokenizer = model.input().tokenizer();
        String start = prompt.replace("\\n", "\n");
        int[] tokens = tokenizer.encode(start);
        if (tokens.length == 0) {
            throw new CajalException(
                    "generate: --prompt is empty, expected a character or more to go on from");
        }
        Writing writing = new Writing(tokenizer, System.out, tokens);
        System.out.print(start.startsWith("\n") ? start.substring(1) : start);
        writer.generate(tokens, length, sampling, Rng.of(seed), writing::add);
        System.out.println();
        return 0;
    }

    /** Prints tokens as text as soon as they are whole characters. */
    private static final class Writing {
        private static final String HALF = "\ufffd";

        private final Tokenizer tokenizer;
        private final PrintStream out;
        private int[] tokens;
        private int printed;

        Writing(Tokenizer tokenizer, PrintStream out, int[] prompt) {
            this.tokenizer = tokenizer;
            this.out = out;
            this.tokens = prompt.clone();
            this.printed = tokenizer.decode(prompt).length();
        }

        void add(int token) {
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = token;
            String text = tokenizer.decode(tokens); // a token's text may depend on the one before it
            int whole = text.endsWith(HALF) ? text.length() - 1 : text.length();
            if (whole > printed) {
                out.print(text.substring(printed, whole));
                out.flush();
                printed = whole;
            }
        }
    }
}
