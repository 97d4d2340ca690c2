package io.cajal.backend;

/** How the elements along an axis become one. */
public enum Reduction {
    SUM, PROD, MAX, MIN
}
