package io.siembridge.normalizers.snyk;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers a version begins with, which every package manager orders alike; what follows them each orders in its own
 * way. Good enough to tell lines of releases apart.
 */
record ReleaseNumber(List<Long> parts) implements Comparable<ReleaseNumber> {
    private static final Pattern NUMBERS =
            Pattern.compile("[vV]?([0-9]{1,18}(?:[.:][0-9]{1,18}){0,9}).*", Pattern.DOTALL);

    ReleaseNumber {
        parts = List.copyOf(parts);
    }

    /** A version without numbers is below all others. */
    static ReleaseNumber of(String version) {
        Matcher matcher = NUMBERS.matcher(version);
        return matcher.matches()
                ? new ReleaseNumber(Arrays.stream(matcher.group(1).split("[.:]", -1))
                        .map(Long::valueOf)
                        .toList())
                : new ReleaseNumber(List.of());
    }

    boolean isBelow(ReleaseNumber other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(ReleaseNumber other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = Long.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private long part(int index) {
        return index < parts.size() ? parts.get(index) : 0L;
    }
}
