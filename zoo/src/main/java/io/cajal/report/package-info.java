/** What a training left to look at, as pictures and a page that needs no other file. */
package io.cajal.report;
