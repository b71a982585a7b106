package io.github.kubetls.kubeconfig.internal;

import io.github.kubetls.internal.text.Unicode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of fields without a type of ours, as JSON has them: maps, lists, strings, booleans, numbers and null. */
public final class FreeValues {

    private static final BigInteger UNSIGNED_END = BigInteger.ONE.shiftLeft(64);

    private FreeValues() {}

    /**
     * {@return a deep, unmodifiable copy, with numbers as they come back from JSON text}
     *
     * @param value the value
     * @throws IllegalArgumentException when the value has no JSON form
     */
    public static @Nullable Object freeze(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return freezeMap(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(freeze(item)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Number number) {
            return freezeNumber(number);
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException(
                "no JSON form for " + value.getClass().getName());
    }

    /**
     * {@return a deep, unmodifiable copy of a map}
     *
     * @param map the map
     * @throws IllegalArgumentException when a value has no JSON form
     */
    public static Map<String, @Nullable Object> freezeMap(Map<?, ?> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!(key instanceof String text)) {
                throw new IllegalArgumentException("a key is not a string");
            }
            copy.put(text, freeze(value));
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Integers of 64 bits, signed or unsigned, stay integers; everything else is a double. */
    private static Number freezeNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a number that JSON cannot express");
            }
            boolean negativeZero = value == 0 && 1 / value < 0;
            boolean integral = value == Math.rint(value) && Math.abs(value) < 0x1p64 && !negativeZero;
            // Beyond 2^53 the shortest decimal text, not the exact value, is what JSON carries.
            return integral ? integer(new BigDecimal(Double.toString(value)).toBigInteger()) : value;
        }
        BigInteger value = number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
        return integer(value);
    }

    private static Number integer(BigInteger value) {
        if (value.bitLength() <= 63) {
            return value.longValueExact();
        }
        return value.signum() > 0 && value.compareTo(UNSIGNED_END) < 0 ? value : value.doubleValue();
    }

    /**
     * {@return a copy of a map in the order of its keys, as Go sorts texts}
     *
     * @param map the map
     * @param <V> type of the values
     */
    public static <V extends @Nullable Object> SortedMap<String, V> byName(Map<String, V> map) {
        SortedMap<String, V> sorted = new TreeMap<>(Unicode.CODE_POINT_ORDER);
        sorted.putAll(map);
        return sorted;
    }

    /**
     * {@return a deep, mutable copy whose maps are sorted by key, as Go writes free maps}
     *
     * @param value the value
     */
    public static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, member) -> copy.put((String) key, sorted(member)));
            return new LinkedHashMap<String, @Nullable Object>(byName(copy));
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        return value;
    }
}
