package io.cajal.cli;

import io.cajal.report.TextTable;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.Recipes;
import picocli.CommandLine.Command;

/** {@code cajal recipes}: what there is to run. */
@Command(name = "recipes", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "List the recipes.")
final class RecipesCommand implements Runnable {
    @Override
    public void run() {
        TextTable table = new TextTable("name", "lecture", "shows", "metric", "reference", "accept");
        for (Recipe recipe : Recipes.all()) {
            table.row(recipe.name(), recipe.about().lecture(), recipe.shows(), recipe.goal().metric(),
                    recipe.goal().referenceText(), recipe.goal().acceptText());
        }
        System.out.println(table);
        System.out.println("\nRun one: cajal run " + Recipes.all().getFirst().name());
    }
}
