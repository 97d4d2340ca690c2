/** Networks with an energy: memories that fall into its valleys, and machines that learn odds exp(−E). */
package io.cajal.zoo.energy;
