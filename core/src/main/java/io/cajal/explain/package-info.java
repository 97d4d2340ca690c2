/** Why a network answers as it does: what its columns and pixels are worth. */
package io.cajal.explain;
