/**
 * Networks that learn to give back what they were shown, whole or spoiled: codes, cleaning, filling in,
 * colouring.
 */
package io.cajal.zoo.autoencoders;
