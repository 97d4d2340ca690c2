/** Models in forms that need no Cajal: plain Java sources. */
package io.cajal.export;
