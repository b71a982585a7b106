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
        return compare(a, b) < 0;
    }

    private static int compare(String a, String b) {
        int from = 0;
        while (from < a.length() && from < b.length() && a.codePointAt(from) == b.codePointAt(from)) {
            from += Character.charCount(a.codePointAt(from));
        }
        if (from == a.length() || from == b.length()) {
            return Integer.compare(a.length(), b.length());
        }
        int left = a.codePointAt(from);
        int right = b.codePointAt(from);
        int byKind = Boolean.compare(Character.isLetter(left), Character.isLetter(right));
        if (byKind != 0) {
            return byKind;
        }
        int byNumber = Character.isLetter(left) ? 0 : compareNumbers(a, b, from);
        return byNumber == 0 ? Integer.compare(left, right) : byNumber;
    }

    /** By the numbers that begin at the first difference, then by how many digits they have. */
    private static int compareNumbers(String a, String b, int from) {
        // Zeros within a number count, those that lead it do not.
        boolean zero = a.charAt(from) == '0' || b.charAt(from) == '0';
        long first = zero && isWithinNumber(a.substring(0, from)) ? 1 : 0;
        int[] left = digits(a.substring(from));
        int[] right = digits(b.substring(from));
        int byValue = Long.compare(number(first, left), number(first, right));
        return byValue == 0 ? Integer.compare(left.length, right.length) : byValue;
    }

    private static boolean isWithinNumber(String before) {
        int end = before.length();
        while (end > 0 && before.charAt(end - 1) == '0') {
            end--;
        }
        return end > 0 && Character.isDigit(before.codePointBefore(end));
    }

    private static int[] digits(String text) {
        return text.codePoints().takeWhile(Character::isDigit).toArray();
    }

    private static long number(long first, int[] digits) {
        long number = first;
        for (int digit : digits) {
            number = number * 10 + (digit - '0');
        }
        return number;
    }
}
