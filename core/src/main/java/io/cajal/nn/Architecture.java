package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.base.Nearest;
import io.cajal.base.Shape;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Stored;
import io.cajal.tensor.Tensor;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's structure as JSON values and back, by the layers' record components: {@snippet lang=json :
 * {"type": "Sequential", "layers": [{"type": "Linear", "weight": {"shape": [300, 784]}, "bias": {"shape": [300]}}, {"type": "Relu"}]}
 * }
 * The numbers are kept apart ({@link StateDict}). Reading calls nothing but the canonical constructors of records that are layers. A
 * parameter that is used twice is written once and then referred to: {@code {"same": 0}}.
 */
public final class Architecture {
    private static final String TYPE = "type";
    private static final List<String> PACKAGES = List.of("io.cajal.nn.", "io.cajal.nn.activation.");
    private final Map<Stored, Long> written = new IdentityHashMap<>();
    private final List<Stored> read = new ArrayList<>();

    private Architecture() {
    }

    /** The structure, ready for {@link io.cajal.io.Json}. */
    public static Map<String, Object> toJson(Layer model) {
        return new Architecture().write(model);
    }

    /** A model of that structure with zeros for numbers. */
    public static Layer fromJson(Object json) {
        return new Architecture().layer(json);
    }

    // Writing

    private Map<String, Object> write(Layer layer) {
        Class<?> type = layer.getClass();
        if (!type.isRecord()) {
            throw new CajalException("model: a layer that is no record cannot be saved (" + type.getName()
                    + "): make it a record that implements Layer");
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(TYPE, name(type));
        for (RecordComponent component : Parts.components(type)) {
            json.put(Parts.snake(component.getName()),
                    value(layer, component, Parts.value(layer, component)));
        }
        return json;
    }

    private Object value(Layer owner, RecordComponent component, Object value) {
        return switch (value) {
            case null -> null;
            case Stored stored -> tensor(stored);
            case Layer inner -> write(inner);
            case List<?> list -> {
                List<Object> elements = new ArrayList<>();
                list.forEach(element -> elements.add(value(owner, component, element)));
                yield elements;
            }
            case int[] numbers -> Arrays.stream(numbers).mapToObj(n -> (Object) (long) n).toList();
            case Shape shape -> Arrays.stream(shape.sizes()).mapToObj(n -> (Object) (long) n).toList();
            case Integer n -> n.longValue();
            case Double d when !Double.isFinite(d) -> d.toString();
            case Long _,Double _,Boolean _,String _ -> value;
            case Enum<?> constant -> constant.name();
            default -> throw new CajalException("model: component %s of %s has type %s, which cannot be saved"
                    .formatted(component.getName(), owner.getClass().getSimpleName(),
                            value.getClass().getName()));
        };
    }

    private Map<String, Object> tensor(Stored stored) {
        Long known = written.putIfAbsent(stored, (long) written.size());
        if (known != null) {
            return Map.of("same", known);
        }
        return Map.of("shape",
                Arrays.stream(stored.shape().sizes()).mapToObj(n -> (Object) (long) n).toList());
    }

    private static String name(Class<?> type) {
        return PACKAGES.contains(type.getPackageName() + ".") ? type.getSimpleName() : type.getName();
    }

    // Reading

    private Layer layer(Object json) {
        if (!(json instanceof Map<?, ?> map) || !(map.get(TYPE) instanceof String name)) {
            throw new CajalException("model: expected a layer with a \"type\", got " + json);
        }
        Class<?> type = find(name);
        RecordComponent[] components = Parts.components(type);
        Object[] arguments = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        List<String> names = new ArrayList<>(List.of(TYPE));
        for (int i = 0; i < components.length; i++) {
            String key = Parts.snake(components[i].getName());
            if (!map.containsKey(key)) {
                throw new CajalException("model: %s lacks \"%s\"".formatted(name, key));
            }
            names.add(key);
            types[i] = components[i].getType();
            arguments[i] = argument(name + "." + key, types[i], map.get(key));
        }
        for (Object key : map.keySet()) {
            if (!names.contains(key)) {
                throw new CajalException("model: %s has no \"%s\"%s"
                        .formatted(name, key, Nearest.hint((String) key, names)));
            }
        }
        return construct(name, type, types, arguments);
    }

    private static Layer construct(String name, Class<?> type, Class<?>[] types, Object[] arguments) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Layer) constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new CajalException(
                    "model: %s cannot be built: %s".formatted(name, e.getCause().getMessage()), e);
        } catch (ReflectiveOperationException e) {
            throw new CajalException("model: %s cannot be built: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static Class<?> find(String name) {
        List<String> candidates = name.indexOf('.') >= 0 ? List.of(name)
                : PACKAGES.stream().map(p -> p + name).toList();
        for (String candidate : candidates) {
            try {
                Class<?> type = Class.forName(candidate, false, Architecture.class.getClassLoader());
                if (type.isRecord() && Layer.class.isAssignableFrom(type)) {
                    return type;
                }
            } catch (ClassNotFoundException e) {
                // not there: try the next place
            }
        }
        throw new CajalException(
                "model: no layer type \"%s\" is known; was it written by a newer Cajal, or is its "
                        .formatted(name) + "class missing from the class path?");
    }

    private Object argument(String where, Class<?> type, Object json) {
        if (json == null && !type.isPrimitive()) {
            return null;
        }
        if (type == Param.class || type == Buffer.class) {
            return stored(where, type, json);
        }
        if (Layer.class.isAssignableFrom(type)) {
            Layer inner = layer(json);
            if (!type.isInstance(inner)) {
                throw wrong(where, type.getSimpleName(), inner.getClass().getSimpleName());
            }
            return inner;
        }
        if (type == List.class && json instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(element -> elements
                    .add(element instanceof Map<?, ?> map && map.containsKey(TYPE) ? layer(element)
                            : element instanceof Map<?, ?> ? stored(where, Param.class, element) : element));
            return elements;
        }
        return plain(where, type, json);
    }

    private static Object plain(String where, Class<?> type, Object json) {
        if (type == int.class && json instanceof Long n && n == n.intValue()) {
            return n.intValue();
        }
        if (type == long.class && json instanceof Long || type == boolean.class && json instanceof Boolean
                || type == String.class && json instanceof String) {
            return json;
        }
        if (type == double.class && json instanceof Number n) {
            return n.doubleValue();
        }
        if (type == double.class && List.of("NaN", "Infinity", "-Infinity").contains(json)) {
            return Double.parseDouble((String) json);
        }
        if (type == int[].class) {
            return sizes(where, json);
        }
        if (type == Shape.class) {
            return Shape.of(sizes(where, json));
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(json)) {
                    return constant;
                }
            }
        }
        throw wrong(where, type.getSimpleName(), String.valueOf(json));
    }

    private Stored stored(String where, Class<?> type, Object json) {
        if (json instanceof Map<?, ?> map && map.get("same") instanceof Long number && number >= 0
                && number < read.size() && type.isInstance(read.get(number.intValue()))) {
            return read.get(number.intValue());
        }
        if (!(json instanceof Map<?, ?> map) || !map.containsKey("shape")) {
            throw wrong(where, "{\"shape\": […]}", String.valueOf(json));
        }
        Tensor zeros = Tensor.zeros(sizes(where, map.get("shape")));
        Stored stored = type == Param.class ? Param.of(zeros) : Buffer.of(zeros);
        read.add(stored);
        return stored;
    }

    private static int[] sizes(String where, Object json) {
        if (!(json instanceof List<?> list)) {
            throw wrong(where, "a list of whole numbers", String.valueOf(json));
        }
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            if (!(list.get(i) instanceof Long n) || n != n.intValue()) {
                throw wrong(where, "a list of whole numbers", String.valueOf(json));
            }
            sizes[i] = n.intValue();
        }
        return sizes;
    }

    private static CajalException wrong(String where, String expected, String got) {
        return new CajalException("model: %s: expected %s, got %s".formatted(where, expected, got));
    }
}
