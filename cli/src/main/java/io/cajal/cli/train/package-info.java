/** Trainings on data of one's own, from what is found in them to the run folder. */
package io.cajal.cli.train;
