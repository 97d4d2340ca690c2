/** Networks of prototypes: cells that stand for places among the examples. */
package io.cajal.zoo.prototype;
