package io.siembridge.normalizers.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;

/** What the normalizers must not do, and which way their packages may look. */
final class Rules {
    private static final Set<String> TELLS_THE_TIME = Set.of("now", "currentTimeMillis", "nanoTime");
    private static final Set<String> LEAVES_IT_TO_CHANCE = Set.of("random", "randomUUID");

    private Rules() {}

    /** No socket, no database, no file: of {@code java.io} only the exception that parsers throw. */
    static ArchRule noInputOrOutput() {
        DescribedPredicate<JavaClass> outside = describe(
                "reach outside the process",
                target -> target.getPackageName().startsWith("java.net")
                        || target.getPackageName().startsWith("javax.net")
                        || target.getPackageName().startsWith("java.sql")
                        || target.getPackageName().startsWith("java.nio.file")
                        || target.getPackageName().startsWith("java.nio.channels")
                        || target.getPackageName().startsWith("java.util.logging")
                        || (target.getPackageName().equals("java.io")
                                && !target.getName().equals("java.io.IOException")));
        return noClasses().should().dependOnClassesThat(outside).allowEmptyShould(true);
    }

    /** What time it is, and what the machine is like, is none of a pure function's business. */
    static ArchRule noClockAndNoEnvironment() {
        DescribedPredicate<JavaAccess<?>> clock = describe(
                "ask for the time or the environment",
                access -> TELLS_THE_TIME.contains(access.getTarget().getName())
                        || access.getTargetOwner().getName().equals("java.lang.System")
                        || access.getTargetOwner().getName().equals("java.lang.Runtime"));
        return noClasses()
                .should()
                .accessTargetWhere(clock)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.InstantSource")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.ZoneId")
                .allowEmptyShould(true);
    }

    static ArchRule noChance() {
        DescribedPredicate<JavaClass> source = describe(
                "are a source of chance",
                target -> target.getPackageName().equals("java.util.random")
                        || target.getSimpleName().endsWith("Random"));
        DescribedPredicate<JavaAccess<?>> call = describe(
                "leave it to chance",
                access -> LEAVES_IT_TO_CHANCE.contains(access.getTarget().getName()));
        return noClasses()
                .should()
                .dependOnClassesThat(source)
                .orShould()
                .accessTargetWhere(call)
                .allowEmptyShould(true);
    }

    /** The schema stands below everything. */
    static ArchRule ocsfKnowsNothingOfVendors(String root) {
        return onlyKnows(root + ".ocsf", root + ".ocsf");
    }

    /** What every vendor shares knows the schema, and none of those who share it. */
    static ArchRule contractKnowsNoVendor(String root) {
        return onlyKnows(root + ".vendor", root + ".vendor", root + ".ocsf");
    }

    /** A vendor's folder knows the contract and the schema; never another vendor, never the list of them. */
    static ArchRule vendorKnowsNoOther(String root, String folder) {
        String own = root + "." + folder;
        return onlyKnows(own, own, root + ".vendor", root + ".ocsf");
    }

    /** The vendors' folders: every package below the root but the contract and the schema. */
    static Set<String> vendorFolders(String root, JavaClasses classes) {
        Set<String> folders = new TreeSet<>();
        for (JavaClass each : classes) {
            if (each.getPackageName().startsWith(root + ".")) {
                String below = each.getPackageName().substring(root.length() + 1) + ".";
                folders.add(below.substring(0, below.indexOf('.')));
            }
        }
        folders.removeAll(Set.of("ocsf", "vendor"));
        return folders;
    }

    private static ArchRule onlyKnows(String folder, String... known) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("java..")
                .or(resideInAPackage("com.fasterxml.jackson.."))
                .or(resideInAPackage("org.jspecify.."))
                .or(describe("are arrays or basic types", each -> each.isArray() || each.isPrimitive()));
        for (String each : known) {
            allowed = allowed.or(resideInAPackage(each + ".."));
        }
        return classes().that().resideInAPackage(folder + "..").should().onlyDependOnClassesThat(allowed);
    }
}
