package io.github.kubetls.internal.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which Kubernetes' YAML library writes keys: letters by code point, what is no letter before them, digits as
 * numbers. For odd sets of keys it is no order at all, so that sorting by it must not rely on one.
 */
final class KeyOrder {

    private KeyOrder() {}

    /** Merges halves that are sorted; keys that were in no order before come out in some. */
    static List<String> sorted(List<String> keys) {
        if (keys.size() < 2) {
            return keys;
        }
        List<String> left = sorted(keys.subList(0, keys.size() / 2));
        List<String> right = sorted(keys.subList(keys.size() / 2, keys.size()));
        List<String> merged = new ArrayList<>(keys.size());
        int next = 0;
        for (String key : left) {
            while (next < right.size() && isBefore(right.get(next), key)) {
                merged.add(right.get(next++));
            }
            merged.add(key);
        }
        merged.addAll(right.subList(next, right.size()));
        return merged;
    }

    static boolean isBefore(String a, String b) {
        int first = 0;
        while (first < a.length() && first < b.length() && a.charAt(first) == b.charAt(first)) {
            first++;
        }
        if (first == a.length() || first == b.length()) {
            return a.length() < b.length();
        }
        return isPlainLetter(a.charAt(first)) && isPlainLetter(b.charAt(first))
                ? a.charAt(first) < b.charAt(first)
                : isBeforeByKind(a, b);
    }

    private static boolean isPlainLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isBeforeByKind(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        for (int i = 0; i < left.length && i < right.length; i++) {
            if (left[i] != right[i]) {
                boolean isLetter = Character.isLetter(left[i]);
                if (isLetter != Character.isLetter(right[i])) {
                    return !isLetter;
                }
                return isLetter ? left[i] < right[i] : isBeforeAsNumber(left, right, i);
            }
        }
        return left.length < right.length;
    }

    /** By the numbers that begin at the first difference, then by how many digits they have. */
    private static boolean isBeforeAsNumber(int[] left, int[] right, int from) {
        // Zeros within a number count, those that lead it do not.
        long within = (left[from] == '0' || right[from] == '0') && isWithinNumber(left, from) ? 1 : 0;
        int leftEnd = endOfDigits(left, from);
        int rightEnd = endOfDigits(right, from);
        long leftNumber = number(left, from, leftEnd, within);
        long rightNumber = number(right, from, rightEnd, within);
        if (leftNumber != rightNumber) {
            return leftNumber < rightNumber;
        }
        return leftEnd == rightEnd ? left[from] < right[from] : leftEnd < rightEnd;
    }

    private static boolean isWithinNumber(int[] text, int from) {
        for (int i = from - 1; i >= 0 && Character.isDigit(text[i]); i--) {
            if (text[i] != '0') {
                return true;
            }
        }
        return false;
    }

    private static int endOfDigits(int[] text, int from) {
        int end = from;
        while (end < text.length && Character.isDigit(text[end])) {
            end++;
        }
        return end;
    }

    private static long number(int[] text, int from, int end, long first) {
        long number = first;
        for (int i = from; i < end; i++) {
            number = number * 10 + (text[i] - '0');
        }
        return number;
    }
}
