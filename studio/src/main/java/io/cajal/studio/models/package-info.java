/** Saved models, taken apart. */
package io.cajal.studio.models;
