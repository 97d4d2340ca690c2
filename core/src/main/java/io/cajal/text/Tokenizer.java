package io.cajal.text;

import io.cajal.base.CajalException;
import io.cajal.io.AtomicFile;
import io.cajal.io.Json;
import io.cajal.io.Shown;
import io.cajal.io.Utf8;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * Text to numbers of tokens and back. A tokenizer is a value and safe in many threads; it goes into a file of its own or,
 * with the network that was trained on its numbers, into a model ({@code Model.Input.tokens}).
 */
public sealed interface Tokenizer permits Characters, Words, BytePairs, Alphabet {
    /** The numbers of a text's tokens, each in 0 … size − 1. */
    int[] encode(String text);

    /** The text of these tokens. */
    String decode(int... ids);

    /** How many tokens there are. */
    int size();

    /** Its description, from which {@link #fromJson} makes it again. */
    Map<String, Object> toJson();

    static Tokenizer fromJson(Map<?, ?> json) {
        String kind = (String) json.get("kind");
        return switch (kind) {
            case Characters.KIND -> Characters.fromJson(json);
            case Words.KIND -> Words.fromJson(json);
            case BytePairs.KIND -> BytePairs.fromJson(json);
            case Alphabet.KIND -> Alphabet.fromJson(json);
            default -> throw new CajalException("tokenizer: unknown kind %s, expected %s, %s, %s or %s"
                    .formatted(Shown.of(kind), Characters.KIND, Words.KIND, BytePairs.KIND, Alphabet.KIND));
        };
    }

    /** Writes it atomically, as JSON. */
    default void save(Path path) throws IOException {
        AtomicFile.write(path, Json.write(toJson()) + "\n");
    }

    static Tokenizer load(Path path) throws IOException {
        try (Utf8 reader = Utf8.open(path)) {
            return read(reader, path.toString());
        }
    }

    /** One from JSON; {@code source} stands for it in messages. */
    static Tokenizer read(Reader reader, String source) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        try {
            return fromJson((Map<?, ?>) Json.parse(text.toString()));
        } catch (NullPointerException | ClassCastException e) {
            throw new CajalException(
                    source + " is a damaged tokenizer: part of its description is missing or malformed", e);
        } catch (CajalException e) {
            throw new CajalException(source + ": " + e.getMessage(), e);
        }
    }
}
