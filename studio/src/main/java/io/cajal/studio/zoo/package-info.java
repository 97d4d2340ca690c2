/** The chart of network types as the page shows it: pictures, words, and tiny networks at work. */
package io.cajal.studio.zoo;
