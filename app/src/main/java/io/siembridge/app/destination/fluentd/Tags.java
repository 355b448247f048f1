package io.siembridge.app.destination.fluentd;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.regex.Pattern;

/**
 * Makes the tag by which a receiver routes: {@code <prefix>.<vendor>.<kind>}. Nothing of it comes from a payload, so no
 * sender of webhooks can choose a route.
 */
final class Tags {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST_PREFIX = 32;

    /** One part of a tag: a dot in it would make two. */
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final String prefix;

    Tags(String prefix) {
        this.prefix = prefix;
    }

    static boolean isPrefix(String text) {
        return text.length() <= LONGEST_PREFIX && PREFIX.matcher(text).matches();
    }

    String of(OcsfEvent event) {
        return prefix + "." + part(event.vendor()) + "." + part(event.kind());
    }

    private static String part(String word) {
        return PART.matcher(word).matches() ? word : "other";
    }
}
