/** Text as numbers: tokens and vocabularies, n-grams and their models, characters as channels, batches of sequences. */
package io.cajal.text;
