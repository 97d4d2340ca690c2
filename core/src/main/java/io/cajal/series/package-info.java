/** Time series: reading, transforming, forecasting, and testing forecasts without looking ahead. */
package io.cajal.series;
