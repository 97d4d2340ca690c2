/** HTTP as the servers of Cajal speak it: strict, bounded, every error one line of JSON. */
package io.cajal.http;
