/** Tables: from a file of separated values to a network that takes its rows. */
package io.cajal.table;
