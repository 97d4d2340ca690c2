package io.cajal.cli;

/**
 * What {@code java -jar cajal.jar} starts. Compiled for Java 8, so that an old Java is told in one line what
 * is missing.
 */
public final class Start {
    private static final int NEED = 25;

    private Start() {
    }

    public static void main(String[] arguments) {
        String version = System.getProperty("java.specification.version", "");
        if (version.startsWith("1.") || Integer.parseInt(version) < NEED) {
            System.err.println("cajal: needs Java " + NEED + " or newer, and this is Java " + version + " in "
                    + System.getProperty("java.home"));
            System.exit(1);
        }
        Relaunch.main(arguments);
    }
}
