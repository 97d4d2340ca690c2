package io.cajal.nn;

import io.cajal.base.CajalException;
import io.cajal.tensor.Buffer;
import io.cajal.tensor.Param;
import io.cajal.tensor.Stored;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Walks a layer's record components: the tree of inner layers, parameters and buffers. Names are PyTorch's: a
 * component's name in snake case ({@code runningMean} is {@code running_mean}), joined by dots; elements of a
 * list are numbered, and a list that is its layer's only component adds no name of its own, as in
 * Sequential's {@code 0.weight}. The cells of a {@link Recurrent} layer lend it their parameters, each with the
 * suffix of its cell: {@code weight_ih_l0}.
 */
public final class Parts {
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            RecordComponent[] components = type.isRecord() ? type.getRecordComponents()
                    : new RecordComponent[0];
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true);
            }
            return components;
        }
    };

    private Parts() {
    }

    /** Parameters and buffers by their full names; one that is shared appears under each of its names. */
    public static Map<String, Stored> stored(Layer root) {
        Map<String, Stored> found = new LinkedHashMap<>();
        walk(root, "", (name, part) -> {
            if (part instanceof Stored stored) {
                found.put(name, stored);
            }
        });
        return found;
    }

    /** Parameters by their full names; one that is shared appears once, under its first name. */
    public static Map<String, Param> params(Layer root) {
        Map<String, Param> found = new LinkedHashMap<>();
        Set<Param> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        stored(root).forEach((name, part) -> {
            if (part instanceof Param param && seen.add(param)) {
                found.put(name, param);
            }
        });
        return found;
    }

    public static Map<String, Buffer> buffers(Layer root) {
        Map<String, Buffer> found = new LinkedHashMap<>();
        stored(root).forEach((name, part) -> {
            if (part instanceof Buffer buffer) {
                found.put(name, buffer);
            }
        });
        return found;
    }

    /**
     * The layer itself, under the empty name, and all inner layers by their full names, outer before inner.
     */
    public static Map<String, Layer> layers(Layer root) {
        Map<String, Layer> found = new LinkedHashMap<>();
        found.put("", root);
        walk(root, "", (name, part) -> {
            if (part instanceof Layer layer) {
                found.put(name, layer);
            }
        });
        return found;
    }

    /** The number of trainable numbers. */
    public static int count(Layer root) {
        return params(root).values().stream().mapToInt(p -> p.shape().elements()).sum();
    }

    /** What a layer is, for people: the simple name of its type, or {@code function} where that has none. */
    public static String kind(Layer layer) {
        Class<?> type = layer.getClass();
        return type.isHidden() || type.isAnonymousClass() ? "function" : type.getSimpleName();
    }

    /** The name that a direct part has in its parent, or null. */
    static String nameOf(Object part, Layer parent) {
        if (part != null) {
            for (Map.Entry<String, Object> entry : direct(parent)) {
                if (entry.getValue() == part) {
                    return entry.getKey();
                }
            }
        }
        return null;
    }

    private static void walk(Layer layer, String prefix, BiConsumer<String, Object> visitor) {
        for (Map.Entry<String, Object> entry : direct(layer)) {
            String name = prefix + entry.getKey();
            visitor.accept(name, entry.getValue());
            if (entry.getValue() instanceof Layer inner) {
                walk(inner, name + ".", visitor);
            }
        }
    }

    /** The direct parts: layers, parameters and buffers. */
    static List<Map.Entry<String, Object>> direct(Layer layer) {
        List<Map.Entry<String, Object>> parts = new ArrayList<>();
        RecordComponent[] components = components(layer.getClass());
        for (RecordComponent component : components) {
            String name = snake(component.getName());
            Object value = value(layer, component);
            if (value instanceof List<?> list && layer instanceof Recurrent recurrent) {
                for (int i = 0; i < list.size(); i++) {
                    for (Map.Entry<String, Object> part : direct((Layer) list.get(i))) {
                        add(parts, layer, part.getKey() + recurrent.suffix(i), part.getValue());
                    }
                }
            } else if (value instanceof List<?> list) {
                String prefix = components.length == 1 ? "" : name + ".";
                for (int i = 0; i < list.size(); i++) {
                    add(parts, layer, prefix + i, list.get(i));
                }
            } else {
                add(parts, layer, name, value);
            }
        }
        return parts;
    }

    private static void add(List<Map.Entry<String, Object>> parts, Layer layer, String name, Object value) {
        if (isPart(value)) {
            parts.add(Map.entry(name, value));
        } else if (hidesParts(value)) { // they would neither be trained nor saved
            throw new CajalException("layer %s: %s holds layers or parameters in a %s: use a List of them"
                    .formatted(layer.getClass().getSimpleName(), name, value.getClass().getSimpleName()));
        }
    }

    private static boolean isPart(Object value) {
        return value instanceof Layer || value instanceof Stored;
    }

    private static boolean hidesParts(Object value) {
        return switch (value) {
            case Object[] array -> Arrays.stream(array).anyMatch(Parts::isPart);
            case Collection<?> some -> some.stream().anyMatch(Parts::isPart);
            case Map<?, ?> map -> map.values().stream().anyMatch(Parts::isPart);
            case Optional<?> maybe -> maybe.filter(Parts::isPart).isPresent();
            case null, default -> false;
        };
    }

    /** A record type's components, readable even when the record is private; none for other types. */
    static RecordComponent[] components(Class<?> type) {
        return COMPONENTS.get(type);
    }

    static Object value(Layer layer, RecordComponent component) {
        try {
            return component.getAccessor().invoke(layer);
        } catch (ReflectiveOperationException e) {
            throw new CajalException("layer %s: component %s cannot be read: %s"
                    .formatted(layer.getClass().getName(), component.getName(), e.getCause()), e);
        }
    }

    static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (char c : camel.toCharArray()) {
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }
}
