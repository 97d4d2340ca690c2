/** What the tabs of the studio share. */
package io.cajal.studio.kit;
