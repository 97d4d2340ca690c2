/** The images tab: a drawing, and what a network makes of it layer by layer. */
package io.cajal.studio.images;
