package cloud.atek.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows of docs/architecture.md, as rules.
@AnalyzeClasses(packages = "cloud.atek.host", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("cloud.atek.host.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheEdgeKnowsJavalinAndJetty =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..host.edge..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule onlyInstallKnowsGit =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..host.install..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.eclipse.jgit..");

    @ArchTest
    static final ArchRule onlyLinkEdgeAndEgressSpeakThroughSockets =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "..host.link..", "..host.edge..", "..host.egress..", "cloud.atek.host")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("cloud.atek.wire..");

    @ArchTest
    static final ArchRule theHostKnowsItsServicesByContractOnly =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "cloud.atek.adb..", "cloud.atek.kit..", "cloud.atek.services..");

    @ArchTest
    static final ArchRule onlyTheAuditKnowsChains =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..host.audit..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("cloud.atek.datachain..");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..host.cli..")
                    .should(ACCESS_STANDARD_STREAMS);

    @ArchTest static final ArchRule noGenericThrows = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
