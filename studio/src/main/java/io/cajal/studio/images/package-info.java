/** Pictures in, and what the network makes of them layer by layer. */
package io.cajal.studio.images;
