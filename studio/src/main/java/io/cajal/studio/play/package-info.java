/** The playground: a small network that learns under the eyes of the page. */
package io.cajal.studio.play;
