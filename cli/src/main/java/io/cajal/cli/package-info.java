/** The {@code cajal} command. */
package io.cajal.cli;
