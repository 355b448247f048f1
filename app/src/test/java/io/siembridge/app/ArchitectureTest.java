package io.siembridge.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.siembridge.app.violations.spool.KnowsTheWorker;
import io.siembridge.app.violations.verifier.ComparesSecretsByEquals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The arrows of the house. Each rule is shown to be able to fail by a class under {@code violations}. */
class ArchitectureTest {
    private static final String APP = "io.siembridge.app.";
    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.siembridge.app");

    private static ArchRule mayOnlyKnow(String root, String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = root + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = others[i].contains(".") ? others[i] : root + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(root + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.siembridge..").and(not(resideInAnyPackage(allowed))))
                .because("the house draws no other arrow from " + name);
    }

    @Test
    void packagesKnowOnlyWhatTheHouseLetsThemKnow() {
        mayOnlyKnow(APP, "config").check(PROGRAM);
        mayOnlyKnow(APP, "telemetry").check(PROGRAM);
        mayOnlyKnow(APP, "tls", "config").check(PROGRAM);
        mayOnlyKnow(APP, "listener", "config").check(PROGRAM);
        mayOnlyKnow(APP, "verifier", "config", "io.siembridge.normalizers.vendor..")
                .check(PROGRAM);
        mayOnlyKnow(APP, "spool", "config", "verifier").check(PROGRAM);
        mayOnlyKnow(APP, "destination", "config", "tls", "telemetry", "io.siembridge.normalizers.ocsf..")
                .check(PROGRAM);
        mayOnlyKnow(
                        APP,
                        "worker",
                        "config",
                        "telemetry",
                        "spool",
                        "destination",
                        "io.siembridge.normalizers.vendor..",
                        "io.siembridge.normalizers.ocsf..")
                .check(PROGRAM);
        mayOnlyKnow(
                        APP,
                        "source",
                        "config",
                        "telemetry",
                        "tls",
                        "listener",
                        "spool",
                        "verifier",
                        "io.siembridge.normalizers.vendor..",
                        "io.siembridge.normalizers.ocsf..")
                .check(PROGRAM);
        mayOnlyKnow(
                        APP,
                        "watch",
                        "config",
                        "telemetry",
                        "samples",
                        "sender",
                        "source",
                        "spool",
                        "io.siembridge.normalizers.vendor..",
                        "io.siembridge.normalizers.ocsf..")
                .check(PROGRAM);
        mayOnlyKnow(
                        APP,
                        "report",
                        "telemetry",
                        "spool",
                        "verifier",
                        "io.siembridge.normalizers.vendor..",
                        "io.siembridge.normalizers.ocsf..")
                .check(PROGRAM);
    }

    @Test
    void aForbiddenArrowIsSeen() {
        JavaClasses seeded = new ClassFileImporter().importClasses(KnowsTheWorker.class);
        ArchRule rule = mayOnlyKnow("io.siembridge.app.violations.", "spool");
        assertThat(rule.evaluate(seeded).hasViolation()).isTrue();
    }

    @Test
    void packagesFormNoRing() {
        slices().matching("io.siembridge.app.(*)..").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void destinationsDoNotKnowEachOther() {
        slices().matching("io.siembridge.app.destination.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAnyPackage(
                                "io.siembridge.app.destination.qradar..", "io.siembridge.app.destination.arcsight.."),
                        resideInAnyPackage("io.siembridge.app.destination.syslog.."))
                .check(PROGRAM);
    }

    @Test
    void onlyTheListenersKnowTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(APP + "source..", APP + "operator..", APP + "listener..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
                .check(PROGRAM);
    }

    @Test
    void onlyTheSpoolKnowsSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(APP + "spool..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..")
                .check(PROGRAM);
    }

    @Test
    void secretsAreComparedInConstantTimeOnly() {
        secretsRule("io.siembridge.app.verifier").check(PROGRAM);
        JavaClasses seeded = new ClassFileImporter().importClasses(ComparesSecretsByEquals.class);
        assertThat(secretsRule("io.siembridge.app.violations.verifier")
                        .evaluate(seeded)
                        .hasViolation())
                .isTrue();
    }

    private static ArchRule secretsRule(String verifierPackage) {
        return noClasses()
                .that()
                .resideInAPackage(verifierPackage)
                .should()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(String.class, "equalsIgnoreCase", String.class)
                .orShould()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .because("comparing a secret by equality tells how much of a guess was right");
    }

    @Test
    void namesSayWhatAThingIs() {
        classes()
                .that()
                .resideInAPackage("io.siembridge.app..")
                .should()
                .haveNameNotMatching(".*((?<!Trust)Manager|Service|Helper|Utils?|Impl|Common)$")
                .check(PROGRAM);
    }
}
