/** What is probably wrong with a network, found by looking at it and at what it does with some examples. */
package io.cajal.check;
