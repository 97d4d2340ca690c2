/** What a recipe is and what it is given: its goal, its session, its data, pictures of its results. */
package io.cajal.zoo.kit;
