package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.io.Shown;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import io.cajal.tensor.Window;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model's structure as JSON values and back, by the layers' record components: {@snippet lang=json :
 * {"type": "Sequential", "layers": [
 *   {"type": "Linear", "weight": {"shape": [300, 784]}, "bias": {"shape": [300]}},
 *   {"type": "Relu"}]}
 * }
 * The numbers are kept apart ({@link StateDict}). A parameter that is used twice is written once and then
 * referred to: {@code {"same": 0}}. Layers of this library go by their simple names, others by full ones.
 *
 * <p>Reading runs nothing but the canonical constructors of records that implement {@link Layer}: a file can
 * choose among the layers on the class path, and can call nothing else.
 */
public final class Architecture {
    private static final String TYPE = "type";
    private static final List<String> PACKAGES = List.of("io.cajal.nn.", "io.cajal.nn.activation.");
    private final Map<Stored, Long> written = new IdentityHashMap<>();
    private final List<Stored> read = new ArrayList<>();
    private long numbersLeft;

    private Architecture(long mostNumbers) {
        numbersLeft = mostNumbers;
    }

    /** The structure, ready for {@link io.cajal.io.Json}. */
    public static Map<String, Object> toJson(Layer model) {
        return new Architecture(0).write("", model);
    }

    /** A model of that structure with zeros for numbers. */
    public static Layer fromJson(Object json) {
        return fromJson(json, Long.MAX_VALUE);
    }

    /**
     * A model of that structure with zeros for numbers.
     *
     * @param mostNumbers how many there are to fill it with: a structure that claims more is refused before
     *     it takes memory
     */
    public static Layer fromJson(Object json, long mostNumbers) {
        return new Architecture(mostNumbers).layer("the model", json);
    }

    // Writing

    private Map<String, Object> write(String path, Layer layer) {
        Class<?> type = layer.getClass();
        if (!type.isRecord()) {
            throw new CajalException(
                    "model: %s is %s and cannot be saved: make it a record that implements Layer"
                            .formatted(path.isEmpty() ? "the model" : "layer " + path, kind(type)));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(TYPE, name(type));
        for (RecordComponent component : Parts.components(type)) {
            String key = Parts.snake(component.getName());
            Object value = Parts.value(layer, component);
            boolean onlyList = value instanceof List<?> && Parts.components(type).length == 1;
            json.put(key, value(onlyList ? path : join(path, key), value));
        }
        return json;
    }

    private static String kind(Class<?> type) {
        return type.isHidden() ? "a lambda" : type.isAnonymousClass() ? "an anonymous class"
                : "no record (" + type.getName() + ")";
    }

    private static String join(String path, Object part) {
        return path.isEmpty() ? part.toString() : path + "." + part;
    }

    private static String name(Class<?> type) {
        String prefix = type.getPackageName() + ".";
        return PACKAGES.contains(prefix) ? type.getName().substring(prefix.length()) : type.getName();
    }

    private Object value(String path, Object value) {
        return switch (value) {
            case null -> null;
            case Stored stored -> tensor(stored);
            case Layer inner -> write(path, inner);
            case List<?> list -> {
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                    elements.add(value(join(path, i), list.get(i)));
                }
                yield elements;
            }
            case int[] numbers -> longs(numbers);
            case Shape shape -> longs(shape.sizes());
            case Window window -> longs(window.numbers());
            case Integer n -> n.longValue();
            case Double d when !Double.isFinite(d) -> d.toString();
            case Long _,Double _,Boolean _,String _ -> value;
            case Enum<?> constant -> constant.name();
            default -> throw new CajalException("model: %s has type %s, which cannot be saved"
                    .formatted(path, value.getClass().getName()));
        };
    }

    private Map<String, Object> tensor(Stored stored) {
        Long known = written.putIfAbsent(stored, (long) written.size());
        return known != null ? Map.of("same", known) : Map.of("shape", longs(stored.shape().sizes()));
    }

    private static List<Object> longs(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(n -> (Object) (long) n).toList();
    }

    // Reading

    private Layer layer(String where, Object json) {
        if (!(json instanceof Map<?, ?> map) || !(map.get(TYPE) instanceof String name)) {
            throw wrong(where, "a layer {\"type\": …}", json);
        }
        Class<?> type = find(name);
        RecordComponent[] components = Parts.components(type);
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<String> keys = new ArrayList<>(List.of(TYPE));
        for (RecordComponent component : components) {
            keys.add(Parts.snake(component.getName()));
        }
        for (Object key : map.keySet()) {
            if (!keys.contains(key)) {
                throw new CajalException(
                        "model: %s has no \"%s\"%s".formatted(name, key, Nearest.hint((String) key, keys)));
            }
        }
        for (int i = 0; i < components.length; i++) {
            String key = keys.get(i + 1);
            if (!map.containsKey(key)) {
                throw new CajalException("model: %s lacks \"%s\"".formatted(name, key));
            }
            types[i] = components[i].getType();
            arguments[i] = argument(name + "." + key, components[i].getGenericType(), map.get(key));
        }
        return construct(name, type, types, arguments);
    }

    private static Layer construct(String name, Class<?> type, Class<?>[] types, Object[] arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Layer) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            String why = cause instanceof CajalException ? cause.getMessage() : cause.toString();
            throw new CajalException("model: %s cannot be built: %s".formatted(name, why), cause);
        } catch (ReflectiveOperationException e) {
            throw new CajalException("model: %s cannot be built: %s".formatted(name, e), e);
        }
    }

    private Object argument(String where, Type declared, Object json) {
        Class<?> type = rawClass(declared);
        if (json == null && !type.isPrimitive()) {
            return null;
        }
        if (Stored.class.isAssignableFrom(type)) {
            return stored(where, type, json);
        }
        if (Layer.class.isAssignableFrom(type)) {
            Layer inner = layer(where, json);
            if (!type.isInstance(inner)) {
                throw wrong(where, type.getSimpleName(), inner.getClass().getSimpleName());
            }
            return inner;
        }
        if (type == List.class && json instanceof List<?> list
                && declared instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[0];
            List<Object> elements = new ArrayList<>();
            for (Object element : list) {
                if (element == null) {
                    throw wrong(where, "no null in the list", null);
                }
                elements.add(argument(where + "." + elements.size(), of, element));
            }
            return elements;
        }
        return plain(where, type, json);
    }

    private static Class<?> rawClass(Type type) {
        return switch (type) {
            case Class<?> itself -> itself;
            case ParameterizedType of -> rawClass(of.getRawType());
            case WildcardType any -> rawClass(any.getUpperBounds()[0]);
            default -> Object.class;
        };
    }

    private static Object plain(String where, Class<?> type, Object json) {
        if ((type == int.class || type == Integer.class) && json instanceof Long n && n == n.intValue()) {
            return n.intValue();
        }
        if ((type == long.class || type == Long.class) && json instanceof Long
                || (type == boolean.class || type == Boolean.class) && json instanceof Boolean
                || type == String.class && json instanceof String) {
            return json;
        }
        if (type == double.class || type == Double.class) {
            if (json instanceof Number n) {
                return n.doubleValue();
            }
            if (json instanceof String s && List.of("NaN", "Infinity", "-Infinity").contains(s)) {
                return Double.parseDouble(s);
            }
        }
        if (type == int[].class) {
            return sizes(where, json);
        }
        if (type == Shape.class) {
            return Shape.of(sizes(where, json));
        }
        if (type == Window.class && sizes(where, json).length == Window.NUMBERS) {
            return Window.of(sizes(where, json));
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(json)) {
                    return constant;
                }
            }
        }
        throw wrong(where, type.isEnum() ? "one of " + Arrays.toString(type.getEnumConstants())
                : type.getSimpleName(), json);
    }

    private Stored stored(String where, Class<?> type, Object json) {
        if (json instanceof Map<?, ?> map && map.get("same") instanceof Long number && number >= 0
                && number < read.size() && type.isInstance(read.get(number.intValue()))) {
            return read.get(number.intValue());
        }
        if (!(json instanceof Map<?, ?> map) || !map.containsKey("shape")) {
            throw wrong(where, "{\"shape\": […]}", json);
        }
        Shape shape = Shape.of(sizes(where, map.get("shape")));
        numbersLeft -= shape.elements();
        if (numbersLeft < 0) {
            throw new CajalException("model: %s: its shape %s claims more numbers than there are"
                    .formatted(where, shape));
        }
        Tensor zeros = Tensor.zeros(shape.sizes());
        Stored stored = type == Buffer.class ? Buffer.of(zeros) : Param.of(zeros);
        read.add(stored);
        return stored;
    }

    private static int[] sizes(String where, Object json) {
        if (!(json instanceof List<?> list)) {
            throw wrong(where, "a list of whole numbers", json);
        }
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            if (!(list.get(i) instanceof Long n) || n != n.intValue()) {
                throw wrong(where, "a list of whole numbers", json);
            }
            sizes[i] = n.intValue();
        }
        return sizes;
    }

    private static CajalException wrong(String where, String expected, Object got) {
        return new CajalException("model: %s: expected %s, got %s".formatted(where, expected,
                got instanceof String || got instanceof Class<?> ? got : Shown.of(got)));
    }

    // Finding classes

    private static Class<?> find(String name) {
        Class<?> type = layerType(name);
        if (type == null) {
            throw new CajalException(
                    "model: no layer type %s is known%s".formatted(Shown.of(name), hint(name)));
        }
        return type;
    }

    /** The record of that name if it is a layer, else null; its class is not initialised yet. */
    private static Class<?> layerType(String name) {
        List<String> candidates = name.indexOf('.') >= 0 ? List.of(name)
                : PACKAGES.stream().map(p -> p + name).toList();
        for (String candidate : candidates) {
            for (ClassLoader loader : new ClassLoader[] {Architecture.class.getClassLoader(),
                    Thread.currentThread().getContextClassLoader()}) {
                try {
                    Class<?> type = Class.forName(candidate, false, loader);
                    if (type.isRecord() && Layer.class.isAssignableFrom(type)) {
                        return type;
                    }
                } catch (ClassNotFoundException | LinkageError e) {
                    // not there, or not under this spelling: try the next place
                }
            }
        }
        return null;
    }

    private static String hint(String name) {
        String nearest = name.indexOf('.') >= 0 ? "" : Nearest.hint(name, known());
        return !nearest.isEmpty() ? nearest
                : "; was it written by a newer Cajal, or is its class missing from the class path?";
    }

    /**
     * The names of this library's layers, from where its classes lie; none if that place cannot be listed.
     */
    private static List<String> known() {
        try {
            Path home = Path
                    .of(Architecture.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(home)) {
                return known(home);
            }
            try (FileSystem jar = FileSystems.newFileSystem(home)) {
                return known(jar.getPath("/"));
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return List.of(); // only a hint is lost
        }
    }

    private static List<String> known(Path home) throws IOException {
        List<String> names = new ArrayList<>();
        for (String prefix : PACKAGES) {
            try (Stream<Path> files = Files.list(home.resolve(prefix.replace('.', '/')))) {
                files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".class"))
                        .map(file -> file.substring(0, file.length() - ".class".length()))
                        .filter(name -> layerType(name) != null).sorted().forEach(names::add);
            }
        }
        return names;
    }
}
