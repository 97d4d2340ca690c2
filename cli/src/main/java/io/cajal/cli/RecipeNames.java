package io.cajal.cli;

import io.cajal.zoo.Recipes;
import io.cajal.zoo.kit.Recipe;
import java.util.Iterator;

/** What may stand where a recipe is named; a shell completes it. */
final class RecipeNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Recipes.all().stream().map(Recipe::name).iterator();
    }
}
