/**
 * Lines between classes: those that are found by correcting mistakes (perceptron, pocket), by least squares (Adaline),
 * and the one that lies farthest from both classes (support vector machine).
 */
package io.cajal.zoo.margin;
