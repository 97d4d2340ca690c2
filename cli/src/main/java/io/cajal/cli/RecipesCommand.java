package io.cajal.cli;

import io.cajal.report.TextTable;
import io.cajal.zoo.Recipes;
import io.cajal.zoo.kit.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cajal recipes}: what there is to run. */
@Command(name = "recipes", mixinStandardHelpOptions = true, versionProvider = Main.Manifest.class,
        description = "List the recipes.")
final class RecipesCommand implements Runnable {
    @Option(names = "--long",
            description = "One table, with the lectures that have it and the published figure.")
    private boolean whole;

    @Override
    public void run() {
        if (whole) {
            table();
        } else {
            groups();
        }
        System.out.println("\nRun one: cajal run " + Recipes.all().getFirst().name());
    }

    private static void groups() {
        int name = Recipes.all().stream().mapToInt(recipe -> recipe.name().length()).max().orElse(0);
        int shows = Recipes.all().stream().mapToInt(recipe -> recipe.shows().length()).max().orElse(0);
        System.out.printf("%d recipes: what each shows, and the figure that it must reach.%n",
                Recipes.all().size());
        Recipes.groups().forEach((heading, recipes) -> {
            System.out.printf("%n%s%n", heading);
            for (Recipe recipe : recipes) {
                System.out.println(("  %-" + name + "s  %-" + shows + "s  %s %s").formatted(recipe.name(),
                        recipe.shows(), recipe.goal().metric(), recipe.goal().acceptText()));
            }
        });
    }

    private static void table() {
        TextTable table = new TextTable("name", "lecture", "shows", "metric", "reference", "accept");
        for (Recipe recipe : Recipes.all()) {
            table.row(recipe.name(), recipe.about().lecture(), recipe.shows(), recipe.goal().metric(),
                    recipe.goal().referenceText(), recipe.goal().acceptText());
        }
        System.out.println(table);
    }
}
