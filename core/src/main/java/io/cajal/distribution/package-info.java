/**
 * Probability distributions whose parameters are tensors: drawing from them so that gradients pass, log
 * densities, entropies, and how far two lie apart. Names are those of {@code torch.distributions}.
 */
package io.cajal.distribution;
