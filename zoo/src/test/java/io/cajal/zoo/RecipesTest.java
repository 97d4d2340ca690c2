package io.cajal.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.base.CajalException;
import io.cajal.runs.Console;
import io.cajal.train.TrainingStopped;
import io.cajal.zoo.kit.DataStore;
import io.cajal.zoo.kit.Goal;
import io.cajal.zoo.kit.Recipe;
import io.cajal.zoo.kit.Session;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network is tested by the fact it is known for. */
class RecipesTest {
    @TempDir
    private Path folder;

    /** The recipes that take a second or two; the others run by {@code cajal results}. */
    @ParameterizedTest
    @ValueSource(strings = {"perceptron", "adaline", "xor", "two-gaussians", "linear-regression",
            "backprop-by-hand",
            "unrolled-rnn"})
    void reachesItsGoalAndBeatsItsBaseline(String name) {
        Recipe recipe = Recipes.named(name);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Recipe.Result result = recipe
                .run(new Session(1, 0, null, new Console(print, false),
                        new DataStore(folder, folder, print)));
        String text = out.toString(StandardCharsets.UTF_8);
        assertTrue(recipe.goal().met(result.value()), text);
        assertFalse(recipe.goal().met(result.baseline()) && result.baseline() == result.value(), text);
        assertFalse(text.isBlank());
    }

    @Test
    void eachRecipeHasAHeading() {
        List<Recipe> grouped = Recipes.groups().values().stream().flatMap(List::stream).toList();
        assertEquals(Set.copyOf(Recipes.all()), Set.copyOf(grouped));
        assertEquals(Recipes.all().size(), grouped.size());
        assertFalse(Recipes.groups().containsKey(""));
        assertEquals("char-lstm", Recipes.groups().get("Text").get(1).name());
    }

    @Test
    void theSameSeedSaysTheSame() {
        for (String name : new String[] {"perceptron", "adaline", "two-gaussians"}) {
            assertEquals(said(name, 5), said(name, 5));
            assertFalse(said(name, 5).equals(said(name, 6)));
        }
    }

    private String said(String name, long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Recipes.named(name)
                .run(new Session(seed, 0, null, new Console(print, false),
                        new DataStore(folder, folder, print)));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Spirals takes its steps itself, and is asked to stop before the second of its ten starts. */
    @Test
    void aRecipeWithStepsOfItsOwnStopsWhereItSaysSomething() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Session session = new Session(1, 0, null, new Console(print, false),
                new DataStore(folder, folder, print), () -> out.size() > 0);
        assertThrows(TrainingStopped.class, () -> Recipes.named("spirals").run(session));
        assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count());
    }

    @Test
    void everyRecipeSaysWhatItIs() {
        for (Recipe recipe : Recipes.all()) {
            assertTrue(recipe.name().matches("[a-z0-9-]+"), recipe.name());
            assertEquals(recipe, Recipes.named(recipe.name()));
            assertFalse(recipe.shows().isBlank() || recipe.about().lecture().isBlank()
                    || recipe.goal().metric().isBlank());
        }
        assertEquals(Recipes.all().size(), Recipes.all().stream().map(Recipe::name).distinct().count());
        CajalException e = assertThrows(CajalException.class, () -> Recipes.named("mlp-minst"));
        assertEquals(
                "unknown recipe \"mlp-minst\", did you mean \"mlp-mnist\"?; cajal recipes lists them all",
                e.getMessage());
    }

    @Test
    void aFigureCountsWhereAllElseHolds() {
        Goal goal = Goal.atLeast(2, "facts of 3", Double.NaN, "");
        assertTrue(goal.met(Recipe.Result.provided(true, 2, 0).value()));
        assertFalse(goal.met(Recipe.Result.provided(false, 2, 0).value()));
        assertFalse(Goal.atMost(2, "error", Double.NaN, "").met(Recipe.Result.provided(false, 1, 0).value()));
        assertEquals(2, Recipe.Result.facts(true, false, true));
        assertEquals(0, Recipe.Result.facts());
    }

    @Test
    void numbersAreSaidAlikeInEveryCountry() {
        Locale here = Locale.getDefault();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            Locale.setDefault(Locale.GERMANY);
            new Session(1, 0, null,
                    new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), false), null)
                    .say("%.2f dB on %,d pictures", 1.5, 1000);
        } finally {
            Locale.setDefault(here);
        }
        assertEquals("1.50 dB on 1,000 pictures", printed.toString(StandardCharsets.UTF_8).strip());
    }
}
