/** The studio: networks at work, in the browser. Each tab of the page is a package below this one. */
package io.cajal.studio;
