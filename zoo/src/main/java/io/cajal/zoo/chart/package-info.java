/** The chart of 27 network types and their 13 kinds of cells. */
package io.cajal.zoo.chart;
