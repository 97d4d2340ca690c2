package io.cajal.train;

import io.cajal.base.ShapeException;
import io.cajal.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The area under the receiver operating characteristic: the probability that a random positive scores above a
 * random negative, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982). Targets are 0 or 1
 * with scores [N], [N × 1] or [N × 2] (the second minus the first counts), or class numbers with outputs [N ×
 * C]: then the mean over the classes of each against the rest. NaN where one side has no member.
 */
public record RocAuc() implements Metric {
    @Override
    public String name() {
        return "ROC-AUC";
    }

    @Override
    public boolean lowerIsBetter() {
        return false;
    }

    @Override
    public double of(Tensor outputs, Tensor targets) {
        double[] labels = targets.toDoubles();
        int columns = outputs.rank() < 2 ? 1 : outputs.size(1);
        double[] all = outputs.toDoubles();
        if (all.length != labels.length * columns) {
            throw new ShapeException("rocAuc: outputs %s and targets %s differ in the number of examples"
                    .formatted(outputs.shape(), targets.shape()));
        }
        if (columns == 1) {
            return area(all, labels, 1);
        }
        double sum = 0;
        for (int c = 0; c < columns; c++) {
            double[] scores = new double[labels.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = columns == 2 ? all[2 * i + c] - all[2 * i + 1 - c] : all[i * columns + c];
            }
            sum += area(scores, labels, c);
        }
        return sum / columns;
    }

    /** From the ranks of the positives, equal scores sharing the mean of their ranks. */
    private static double area(double[] scores, double[] labels, int positive) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double rankSum = 0;
        long positives = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (labels[order[i]] == positive) {
                    rankSum += (from + 1 + to) / 2.0;
                    positives++;
                }
            }
            from = to == from ? from + 1 : to; // NaN equals nothing
        }
        long negatives = scores.length - positives;
        return positives == 0 || negatives == 0 ? Double.NaN
                : (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
