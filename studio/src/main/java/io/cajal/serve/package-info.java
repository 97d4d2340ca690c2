/** A saved model behind HTTP: JSON in, predictions out. */
package io.cajal.serve;
