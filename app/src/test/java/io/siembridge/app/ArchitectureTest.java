package io.siembridge.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of the house. Each is a function of the package it is about, so that it can be shown to fail for the classes
 * under {@code violations}.
 */
class ArchitectureTest {
    private static final String APP = "io.siembridge.app";
    private static final String SEEDED = "io.siembridge.app.violations";
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(APP);
    private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(SEEDED);

    /** Packages that know none of the others, and that all may know. */
    private static final Set<String> LEAVES = Set.of("config", "telemetry");

    private static final Set<String> LEAVES_THAT_KNOW_LEAVES = Set.of("listener", "tls");
    private static final Map<String, String> OF_NORMALIZERS = Map.of(
            "Vendors", "io.siembridge.normalizers",
            "vendor", "io.siembridge.normalizers.vendor..",
            "ocsf", "io.siembridge.normalizers.ocsf..");
    private static final Pattern ARROW = Pattern.compile("(?m)^([a-z]+) +-> (.+)$");
    private static final Pattern COMMA = Pattern.compile(", ");

    /** Whom each package may know, as the document draws it. */
    private static Map<String, List<String>> arrows() throws IOException {
        Map<String, List<String>> arrows = new TreeMap<>();
        Matcher lines = ARROW.matcher(Files.readString(Path.of("..", "docs", "architecture.md")));
        while (lines.find()) {
            arrows.put(lines.group(1), List.of(COMMA.split(lines.group(2))));
        }
        LEAVES.forEach(leaf -> arrows.put(leaf, List.of()));
        LEAVES_THAT_KNOW_LEAVES.forEach(leaf -> arrows.put(leaf, List.of()));
        return arrows;
    }

    private static ArchRule knowsNoOthers(String root, String name, List<String> others) {
        Stream<String> leaves = LEAVES.contains(name) ? Stream.of() : LEAVES.stream();
        String[] allowed = Stream.of(Stream.of(name), leaves, others.stream())
                .flatMap(Function.identity())
                .map(each -> OF_NORMALIZERS.getOrDefault(each, root + "." + each + ".."))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.siembridge..").and(not(resideInAnyPackage(allowed))))
                .because("docs/architecture.md draws no other arrow from " + name);
    }

    private static ArchRule formNoRing(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule kindsOfDestinationDoNotKnowEachOther(String root) {
        return slices().matching(root + ".destination.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAnyPackage(root + ".destination.qradar..", root + ".destination.arcsight.."),
                        resideInAnyPackage(root + ".destination.syslog.."));
    }

    private static ArchRule whatDestinationsShareKnowsNoKind(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".destination")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".destination.*..");
    }

    private static ArchRule onlyTheListenersKnowTheWebServer(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(root + ".source..", root + ".operator..", root + ".listener..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");
    }

    private static ArchRule onlyTheSpoolKnowsSql(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".spool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..");
    }

    private static ArchRule secretsAreComparedInConstantTime(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".verifier")
                .should()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(String.class, "equalsIgnoreCase", String.class)
                .orShould()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .because("comparing a secret by equality tells how much of a guess was right");
    }

    private static ArchRule namesSayWhatAThingIs(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .haveNameNotMatching(".*((?<!Trust)Manager|Service|Helper|Utils?|Impl|Base|Common|Data|Info)$");
    }

    @TestFactory
    Stream<DynamicTest> packagesKnowOnlyWhomTheDocumentLetsThemKnow() throws IOException {
        return arrows().entrySet().stream()
                .map(arrow -> DynamicTest.dynamicTest(
                        arrow.getKey(),
                        () -> knowsNoOthers(APP, arrow.getKey(), arrow.getValue())
                                .check(PROGRAM)));
    }

    @Test
    void everyPackageHasItsArrows() throws IOException {
        Set<String> packages = PROGRAM.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(APP + "."))
                .map(name -> name.substring(APP.length() + 1).replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(arrows().keySet()).containsExactlyElementsOf(packages);
    }

    @TestFactory
    Stream<DynamicTest> theOtherRulesHold() {
        return otherRules(APP).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(PROGRAM)));
    }

    @Test
    void secretsAreComparedInConstantTimeOnly() {
        secretsAreComparedInConstantTime(APP).check(PROGRAM);
        assertIsSeen(secretsAreComparedInConstantTime(SEEDED));
    }

    @Test
    void aForbiddenArrowIsSeen() {
        assertIsSeen(knowsNoOthers(SEEDED, "spool", List.of("verifier")));
    }

    @TestFactory
    Stream<DynamicTest> otherViolationsAreSeen() {
        return otherRules(SEEDED).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> assertIsSeen(rule.getValue())));
    }

    private static Map<String, ArchRule> otherRules(String root) {
        return Map.of(
                "packages form no ring", formNoRing(root),
                "kinds of destination do not know each other", kindsOfDestinationDoNotKnowEachOther(root),
                "what destinations share knows no kind", whatDestinationsShareKnowsNoKind(root),
                "only the listeners know the web server", onlyTheListenersKnowTheWebServer(root),
                "only the spool knows SQL", onlyTheSpoolKnowsSql(root),
                "names say what a thing is", namesSayWhatAThingIs(root));
    }

    private static void assertIsSeen(ArchRule rule) {
        assertThat(rule.evaluate(VIOLATIONS).hasViolation()).isTrue();
    }
}
