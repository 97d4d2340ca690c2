package io.cajal.train;

import io.cajal.base.CajalException;
import io.cajal.tensor.Tensor;
import java.util.List;

/**
 * How often each class was taken for each: {@code counts[true][predicted]}.
 */
public record ConfusionMatrix(int[][] counts) {

    /** From outputs [N × C], the largest of which counts, and class numbers [N]. */
    public static ConfusionMatrix of(Tensor outputs, Tensor targets) {
        int classes = outputs.size(1);
        int[] predicted = outputs.argmax(1).toPositions("confusion matrix: predictions", classes);
        int[] labels = targets.toPositions("confusion matrix: labels", classes);
        if (labels.length != predicted.length) {
            throw new CajalException("confusion matrix: %d predictions for %d labels"
                    .formatted(predicted.length, labels.length));
        }
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(counts);
    }

    public int classes() {
        return counts.length;
    }

    public int total() {
        int total = 0;
        for (int[] row : counts) {
            for (int count : row) {
                total += count;
            }
        }
        return total;
    }

    /** True positives of a class over all that were predicted as it; NaN when none was. */
    public double precision(int c) {
        int predicted = 0;
        for (int[] row : counts) {
            predicted += row[c];
        }
        return predicted == 0 ? Double.NaN : (double) counts[c][c] / predicted;
    }

    /** True positives of a class over all that are of it; NaN when none is. */
    public double recall(int c) {
        int members = 0;
        for (int count : counts[c]) {
            members += count;
        }
        return members == 0 ? Double.NaN : (double) counts[c][c] / members;
    }

    /**
     * The harmonic mean of precision and recall, 2tp / (2tp + fp + fn); NaN when the class neither is nor is
     * predicted.
     */
    public double f1(int c) {
        int either = 0;
        for (int other = 0; other < counts.length; other++) {
            either += counts[c][other] + counts[other][c];
        }
        return either == 0 ? Double.NaN : 2.0 * counts[c][c] / either;
    }

    /** The mean of F1 over the classes, those without a value counting 0. */
    public double macroF1() {
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += Double.isNaN(f1(c)) ? 0 : f1(c);
        }
        return sum / counts.length;
    }

    /** A table, true classes down and predicted ones across; a dot for 0. */
    public String table(List<String> names) {
        int width = 1;
        for (String name : names) {
            width = Math.max(width, name.length());
        }
        width = Math.max(width, Integer.toString(total()).length()) + 1;
        StringBuilder text = new StringBuilder(pad("true", width + 3)).append(" │");
        for (String name : names) {
            text.append(pad(name, width));
        }
        text.append("  predicted\n").append("─".repeat(width + 4)).append('┼')
                .append("─".repeat(width * names.size() + 1)).append('\n');
        for (int t = 0; t < counts.length; t++) {
            text.append(pad(names.get(t), width + 3)).append(" │");
            for (int count : counts[t]) {
                text.append(pad(count == 0 ? "·" : Integer.toString(count), width));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
