/** Networks with a memory beside them: the neural Turing machine. */
package io.cajal.zoo.memory;
