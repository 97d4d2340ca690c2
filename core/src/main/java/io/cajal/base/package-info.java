/**
 * What everything else stands on and nothing else needs: shapes, the errors a user can cause, random numbers
 * that split without a shared state, and the special functions that the JDK lacks.
 */
package io.cajal.base;
