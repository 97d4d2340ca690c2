/** The folders that trainings leave, and what is found in them. */
package io.cajal.runs;
