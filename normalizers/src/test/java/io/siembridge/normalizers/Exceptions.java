package io.siembridge.normalizers;

import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a vendor's events may say differently than its payloads, by the lower-case ends of paths, such as
 * {@code groups.name}. A vendor that needs some has them in {@code completeness/<vendor>.properties} of the test
 * resources.
 *
 * @param masked where a value is secret
 * @param embedded where a value becomes part of a longer text
 * @param seconds where a time in seconds becomes one in milliseconds
 */
record Exceptions(Set<String> masked, Set<String> embedded, Set<String> seconds) {
    private static final Map<String, Exceptions> READ = new ConcurrentHashMap<>();

    static Exceptions of(Vendor vendor) {
        return READ.computeIfAbsent(vendor.id(), Exceptions::read);
    }

    private static Exceptions read(String vendor) {
        Properties properties = new Properties();
        String resource = "/completeness/" + vendor + ".properties";
        try (InputStream stream = Exceptions.class.getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Exceptions(paths(properties, "masked"), paths(properties, "embedded"), paths(properties, "seconds"));
    }

    private static Set<String> paths(Properties properties, String kind) {
        return Stream.of(properties.getProperty(kind, "").split(",", -1))
                .map(String::strip)
                .filter(path -> !path.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
