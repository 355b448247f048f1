package io.siembridge.normalizers.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.seeded.Impure;
import io.siembridge.seeded.acme.AcmeVendor;
import io.siembridge.seeded.ocsf.NosyEvent;
import io.siembridge.seeded.vendor.NosyContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules hold for the normalizers, and each of them fails for a class seeded to break it. */
class ArchitectureTest {
    private static final String ROOT = "io.siembridge.normalizers";
    private static final String SEEDED = "io.siembridge.seeded";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses SEEDED_CLASSES = new ClassFileImporter().importPackages(SEEDED);

    @Test
    void normalizersDoNoInputOrOutput() {
        Rules.noInputOrOutput().check(CLASSES);
    }

    @Test
    void normalizersKnowNoClockAndNoEnvironment() {
        Rules.noClockAndNoEnvironment().check(CLASSES);
    }

    @Test
    void normalizersLeaveNothingToChance() {
        Rules.noChance().check(CLASSES);
    }

    @Test
    void ocsfKnowsNothingOfVendors() {
        Rules.ocsfKnowsNothingOfVendors(ROOT).check(CLASSES);
    }

    @Test
    void contractKnowsNoVendor() {
        Rules.contractKnowsNoVendor(ROOT).check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> vendorKnowsNoOther() {
        return Rules.vendorFolders(ROOT, CLASSES).stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder, () -> Rules.vendorKnowsNoOther(ROOT, folder).check(CLASSES)));
    }

    @Test
    void everyVendorHasAFolderOfItsName() {
        assertThat(Rules.vendorFolders(ROOT, CLASSES))
                .containsExactlyInAnyOrderElementsOf(
                        Vendors.all().stream().map(Vendor::id).toList());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Impure.Socket.class,
                Impure.Resolver.class,
                Impure.Database.class,
                Impure.FilePath.class,
                Impure.OldFile.class,
                Impure.Stream.class,
                Impure.Log.class
            })
    void inputAndOutputShow(Class<?> seeded) {
        assertThat(violations(Rules.noInputOrOutput(), seeded)).isPositive();
        assertThat(violations(Rules.noClockAndNoEnvironment(), seeded)).isZero();
        assertThat(violations(Rules.noChance(), seeded)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Impure.InstantNow.class,
                Impure.LocalNow.class,
                Impure.Millis.class,
                Impure.Nanos.class,
                Impure.OldDate.class,
                Impure.TickingClock.class,
                Impure.ClockReference.class,
                Impure.HomeZone.class,
                Impure.Environment.class
            })
    void clockAndEnvironmentShow(Class<?> seeded) {
        assertThat(violations(Rules.noClockAndNoEnvironment(), seeded)).isPositive();
        assertThat(violations(Rules.noInputOrOutput(), seeded)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Impure.Dice.class,
                Impure.StrongDice.class,
                Impure.SharedDice.class,
                Impure.NewDice.class,
                Impure.MathDice.class,
                Impure.RandomId.class
            })
    void chanceShows(Class<?> seeded) {
        assertThat(violations(Rules.noChance(), seeded)).isPositive();
        assertThat(violations(Rules.noInputOrOutput(), seeded)).isZero();
    }

    @Test
    void arrowsInTheWrongDirectionShow() {
        assertThat(violations(Rules.ocsfKnowsNothingOfVendors(SEEDED), NosyEvent.class))
                .isPositive();
        assertThat(violations(Rules.contractKnowsNoVendor(SEEDED), NosyContract.class))
                .isPositive();
        assertThat(Rules.vendorFolders(SEEDED, SEEDED_CLASSES)).containsExactly("acme", "globex");
        assertThat(violations(Rules.vendorKnowsNoOther(SEEDED, "acme"), AcmeVendor.class))
                .isPositive();
    }

    private static int violations(ArchRule rule, Class<?> seeded) {
        JavaClasses classes = SEEDED_CLASSES.that(
                describe("are seeded", each -> each.getName().equals(seeded.getName())));
        assertThat(classes).hasSize(1);
        return rule.evaluate(classes).getFailureReport().getDetails().size();
    }
}
