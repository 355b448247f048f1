package io.siembridge.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md says which test shows what; a test that was renamed or lost would make it a lie. */
class SecurityDocumentTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9]+) \\|(.*)\\|([^|]*)\\|$");
    /** A test class, perhaps with its package, a nested class and a method. */
    private static final Pattern NAMED =
            Pattern.compile("`(?:[a-z/]+/)?([A-Z][A-Za-z0-9]*(?:Test|Contract))(?:\\.(\\w+))?(?:\\.(\\w+))?`");

    private static List<MatchResult> rows() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
        return rows.results().toList();
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of("app", "normalizers")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void everyRowIsThereAndNamesATest() throws IOException {
        assertThat(rows().stream().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
        assertThat(rows()).allSatisfy(row -> assertThat(row.group(3)).containsPattern(NAMED));
    }

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
        while (named.find()) {
            String source = sources.getOrDefault(named.group(1), "");
            boolean found = Stream.of(named.group(2), named.group(3))
                    .filter(name -> name != null)
                    .allMatch(name -> declares(source, name));
            if (source.isEmpty() || !found) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean declares(String source, String name) {
        return Pattern.compile("(?:class " + name + " \\{|void " + name + "\\()")
                .matcher(source)
                .find();
    }

    /** A class named after one row shows that row and no other. */
    @Test
    void aTestNamedAfterARowStandsInThatRow() throws IOException {
        for (MatchResult row : rows()) {
            Matcher named = Pattern.compile("\\bRow([0-9]{2})").matcher(row.group(3));
            while (named.find()) {
                boolean shared = row.group(1).equals("28") && named.group(1).equals("15");
                assertThat(Integer.parseInt(named.group(1)) == Integer.parseInt(row.group(1)) || shared)
                        .as("row " + row.group(1) + " names " + named.group())
                        .isTrue();
            }
        }
    }
}
