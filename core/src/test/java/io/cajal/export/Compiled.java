package io.cajal.export;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cajal.train.Model;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Models as classes that the JDK's compiler made for Java 17, and that see nothing but the JDK. */
final class Compiled implements AutoCloseable {
    private final URLClassLoader loader;

    private Compiled(URLClassLoader loader) {
        this.loader = loader;
    }

    /** Compiles all of them by their class names, without a warning. */
    static Compiled into(Path folder, Map<String, Model> models) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> sources = models.entrySet().stream()
                .map(entry -> new Text(entry.getKey(), JavaSource.of(entry.getValue(), entry.getKey())))
                .toList();
        StringWriter said = new StringWriter();
        boolean done = compiler.getTask(said, null, null,
                List.of("--release", "17", "-Xlint:all", "-Werror", "-d", folder.toString()), null, sources)
                .call();
        assertTrue(done, said.toString());
        return new Compiled(
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader()));
    }

    /** A source in memory. */
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    Class<?> type(String name) throws ReflectiveOperationException {
        return loader.loadClass(name);
    }

    /** Calls the static method of that name, of which there is one. */
    Object call(String type, String method, Object... arguments) throws ReflectiveOperationException {
        return Stream.of(type(type).getMethods()).filter(m -> m.getName().equals(method)).findFirst()
                .orElseThrow()
                .invoke(null, arguments);
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
