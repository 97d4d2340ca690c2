/**
 * Networks that make pictures: from noise, from words, from other pictures, pixel by pixel or all at once.
 */
package io.cajal.zoo.generative;
