package io.siembridge.app.samples;

import io.siembridge.normalizers.vendor.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the samples that are bundled with the program. */
public final class Samples {
    private static final String FOLDER = "/samples";

    private final List<Vendor> vendors;

    public Samples(List<Vendor> vendors) {
        this.vendors = List.copyOf(vendors);
    }

    /** Every sample, by vendor and name. */
    public List<Sample> all() {
        URL folder = Samples.class.getResource(FOLDER);
        if (folder == null) {
            return List.of();
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return read(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(FOLDER));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled samples could not be read from " + folder, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sample with this id, {@code vendor/case}. */
    public Optional<Sample> withId(String id) {
        return all().stream().filter(sample -> sample.id().equals(id)).findFirst();
    }

    private List<Sample> read(Path folder) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Vendor vendor : vendors) {
            Path ofVendor = folder.resolve(vendor.id());
            if (Files.isDirectory(ofVendor)) {
                for (Path each : sorted(ofVendor)) {
                    samples.add(read(vendor, each));
                }
            }
        }
        return samples;
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Sample read(Vendor vendor, Path folder) throws IOException {
        String name = folder.getFileName().toString().replace("/", "");
        return new Sample(
                vendor,
                name,
                Files.readString(folder.resolve("headers.txt")),
                Files.readAllBytes(folder.resolve("payload.json")),
                Files.readString(folder.resolve("SOURCE.md")));
    }
}
