package org.p2psip.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fields that the API does not know, such as one that is misspelt or at the wrong depth. A cluster would say so or, worse,
 * ignore them; the model collects them as additional properties.
 */
final class UnknownFields {
    private static final String COLLECTED = "additionalProperties";

    private UnknownFields() {}

    static List<String> problems(Manifests manifests) {
        List<String> found = new ArrayList<>();
        for (HasMetadata one : manifests.objects()) {
            if (one instanceof GenericKubernetesResource) {
                found.add(
                        Manifests.label(one) + ": nobody knows the kind " + one.getApiVersion() + " " + one.getKind());
            } else {
                walk(one, Manifests.label(one), found);
            }
        }
        return found;
    }

    private static void walk(Object value, String path, List<String> found) {
        switch (value) {
            case null -> {}
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    walk(list.get(index), path + "[" + index + "]", found);
                }
            }
            case Map<?, ?> map -> map.forEach((key, entry) -> walk(entry, path + "." + key, found));
            default -> {
                if (value.getClass().getName().startsWith("io.fabric8.")
                        && !value.getClass().isEnum()) {
                    fields(value, path, found);
                }
            }
        }
    }

    private static void fields(Object value, String path, List<String> found) {
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                Object content = content(field, value);
                if (field.getName().equals(COLLECTED)) {
                    ((Map<?, ?>) content).keySet().forEach(name -> found.add(path + ": no field " + name));
                } else {
                    walk(content, path + "." + field.getName(), found);
                }
            }
        }
    }

    private static Object content(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
