package io.siembridge.app.security;

import java.util.Arrays;

/** Versions made of numbers and dots. */
final class Versions {
    private Versions() {}

    static boolean isAtLeast(String version, String least) {
        return Arrays.compare(numbers(version), numbers(least)) >= 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[^0-9]+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
