/** Networks that say how sure they are: odds over weights instead of weights, and means over many weights. */
package io.cajal.zoo.bayes;
