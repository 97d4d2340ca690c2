/** Networks whose hidden weights are drawn and stay as they are: only the readout learns, in one step. */
package io.cajal.zoo.reservoir;
