/** The systems of the lectures: models, and the recipes that reproduce their results. */
package io.cajal.zoo;
