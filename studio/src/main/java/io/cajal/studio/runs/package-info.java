/** Trainings that were, and those at work. */
package io.cajal.studio.runs;
