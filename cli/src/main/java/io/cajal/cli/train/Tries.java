package io.cajal.cli.train;

/**
 * Trainings beside the one that is kept.
 *
 * @param search plans to try; 0 for the usual one
 * @param folds of a cross-validation; 0 for none
 * @param seeds that are compared; 1 for none but that of the training
 */
public record Tries(int search, int folds, int seeds) {
}
