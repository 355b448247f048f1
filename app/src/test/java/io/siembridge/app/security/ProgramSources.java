package io.siembridge.app.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The program's own source text, for rules that are about what is written. */
final class ProgramSources {
    private ProgramSources() {}

    /** Text by file name, of both modules. */
    static Map<String, String> all() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : new String[] {"normalizers", "app"}) {
            Path root = Path.of("..", module, "src", "main", "java");
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.put(root.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
