package io.cajal.table;

import io.cajal.base.Rng;
import io.cajal.data.Column;
import io.cajal.data.Ngrams;
import io.cajal.nn.EmbeddingBag;
import io.cajal.nn.Init;
import io.cajal.nn.Layer;
import io.cajal.nn.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The first layer of the networks for a table, fitted on the training rows: {@link Features} for numbers and categories of
 * few values, a learned vector for each value of the other categories, and for texts the mean of the learned vectors
 * of their words. A linear model gets all categories as features and a weight for each word and output.
 *
 * @param features of numbers and all categories
 */
record Front(Order order, Features features) {
    /** Values of a category from which on they become learned vectors. */
    private static final int MANY = 17;
    private static final int WIDEST = 16;
    private static final int TEXT_WIDTH = 32;

    /**
     * The columns in the order of a row: numbers, categories as features, categories as vectors, texts.
     *
     * @param vectors how many categories become vectors
     */
    record Order(List<Column> columns, int vectors, int texts) {
        static Order of(List<Column> columns, Set<String> embedded) {
            List<Column> plain = columns.stream().filter(c -> c.kind() != Column.Kind.TEXT).toList();
            List<Column> texts = columns.stream().filter(c -> c.kind() == Column.Kind.TEXT).toList();
            List<Column> vectors = plain.stream().filter(c -> TableData.isCategory(c)
                    && (c.categories().size() >= MANY || embedded.contains(c.name()))).toList();
            List<Column> features = plain.stream().filter(c -> !vectors.contains(c))
                    .sorted((a, b) -> Boolean.compare(TableData.isCategory(a), TableData.isCategory(b)))
                    .toList();
            return new Order(Stream.of(features, vectors, texts).flatMap(List::stream).toList(),
                    vectors.size(),
                    texts.size());
        }

        int plain() {
            return columns.size() - texts;
        }

        int features() {
            return plain() - vectors;
        }
    }

    static Front fit(Order order, TableData train) {
        return new Front(order, Features.fit(order.columns().subList(0, order.plain()),
                IntStream.range(0, order.plain()).mapToObj(train::column).toList()));
    }

    /** Numbers that stand for a category of so many values: fastai's rule (Howard and Gugger 2020), with a lower limit. */
    private static int vector(int values) {
        return Math.min(WIDEST, (int) Math.ceil(1.6 * StrictMath.pow(values, 0.56)));
    }

    boolean hasTexts() {
        return order.texts() > 0;
    }

    /** What a network sees of a row. */
    int width() {
        return features.first(order.features()).width()
                + IntStream.range(order.features(), order.columns().size()).map(this::width).sum();
    }

    private int width(int c) {
        Column column = order.columns().get(c);
        return column.kind() == Column.Kind.TEXT ? TEXT_WIDTH : vector(column.categories().size());
    }

    Layer layer(Rng rng) {
        List<Layer> bags = new ArrayList<>();
        for (int c = order.features(); c < order.columns().size(); c++) {
            Column column = order.columns().get(c);
            bags.add(EmbeddingBag.of(
                    column.kind() == Column.Kind.TEXT ? Ngrams.BUCKETS : column.categories().size(), width(c),
                    rng.split(c)));
        }
        return beside(order.features(), bags);
    }

    /** What a linear model with so many outputs sees of a row. */
    int linearWidth(int outputs) {
        return features.width() + outputs * order.texts();
    }

    /** Before a last layer it is linear in features and words, and words that were never seen change nothing. */
    Layer linear(int outputs) {
        return beside(order.plain(),
                Collections.nCopies(order.texts(), outputs).stream()
                        .<Layer>map(width -> new EmbeddingBag(Init.zeros(Ngrams.BUCKETS, width))).toList());
    }

    /** The features of the first columns, then the vectors of the others. */
    private Layer beside(int first, List<Layer> bags) {
        if (bags.isEmpty()) {
            return features;
        }
        List<Layer> parts = new ArrayList<>(bags);
        List<Integer> widths = new ArrayList<>(
                order.columns().subList(first, order.columns().size()).stream().map(Column::width).toList());
        if (first > 0) {
            parts.addFirst(features.first(first));
            widths.addFirst(first);
        }
        return new Spans(widths.stream().mapToInt(width -> width).toArray(), parts);
    }
}
