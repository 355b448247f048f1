package io.siembridge.normalizers.snyk;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members Snyk is known to send. It adds members without raising the version of an event; one that is not here goes
 * into {@code unmapped} like any other without an attribute, and is reported as new.
 */
final class KnownFields {
    private static final List<String> WEBHOOK = List.of("webhookId", "newIssues", "removedIssues");

    private static final List<String> PROJECT = List.of(
            "project",
            "project.id",
            "project.name",
            "project.created",
            "project.origin",
            "project.type",
            "project.readOnly",
            "project.testFrequency",
            "project.totalDependencies",
            "project.issueCountsBySeverity.*",
            "project.imageId",
            "project.imageTag",
            "project.imageBaseImage",
            "project.imagePlatform",
            "project.imageCluster",
            "project.hostname",
            "project.remoteRepoUrl",
            "project.lastTestedDate",
            "project.browseUrl",
            "project.importingUser",
            "project.importingUser.id",
            "project.importingUser.name",
            "project.importingUser.username",
            "project.importingUser.email",
            "project.owner",
            "project.owner.id",
            "project.owner.name",
            "project.owner.username",
            "project.owner.email",
            "project.tags",
            "project.tags[].key",
            "project.tags[].value",
            "project.isMonitored",
            "project.attributes",
            "project.attributes.criticality",
            "project.attributes.environment",
            "project.attributes.lifecycle",
            "project.branch",
            "project.targetReference",
            "project.remediation.*");

    private static final List<String> ORGANISATION = List.of(
            "org",
            "org.id",
            "org.name",
            "org.slug",
            "org.url",
            "org.created",
            "org.group",
            "org.group.id",
            "org.group.name",
            "group",
            "group.id",
            "group.name");

    private static final List<String> ISSUE = List.of(
            "id",
            "issueType",
            "pkgName",
            "pkgVersions",
            "priorityScore",
            "priority",
            "priority.score",
            "priority.factors",
            "priority.factors[].name",
            "priority.factors[].description",
            "isPatched",
            "isIgnored",
            "ignoreReasons",
            "ignoreReasons[].reason",
            "ignoreReasons[].expires",
            "ignoreReasons[].source",
            "introducedThrough",
            "introducedThrough[].kind",
            "introducedThrough[].data.*",
            "links",
            "links.paths",
            "fixInfo",
            "fixInfo.isUpgradable",
            "fixInfo.isPinnable",
            "fixInfo.isPatchable",
            "fixInfo.isFixable",
            "fixInfo.isPartiallyFixable",
            "fixInfo.nearestFixedInVersion",
            "fixInfo.fixedIn",
            "issueData",
            "issueData.id",
            "issueData.title",
            "issueData.severity",
            "issueData.originalSeverity",
            "issueData.url",
            "issueData.description",
            "issueData.identifiers.*",
            "issueData.credit",
            "issueData.exploitMaturity",
            "issueData.semver",
            "issueData.semver.vulnerable",
            "issueData.semver.unaffected",
            "issueData.semver.hashesRange",
            "issueData.semver.vulnerableHashes",
            "issueData.publicationTime",
            "issueData.disclosureTime",
            "issueData.CVSSv3",
            "issueData.cvssScore",
            "issueData.cvssDetails",
            "issueData.cvssDetails[].assigner",
            "issueData.cvssDetails[].severity",
            "issueData.cvssDetails[].cvssV3Vector",
            "issueData.cvssDetails[].cvssV3BaseScore",
            "issueData.cvssDetails[].modificationTime",
            "issueData.functions",
            "issueData.functions[].functionId",
            "issueData.functions[].functionId.filePath",
            "issueData.functions[].functionId.className",
            "issueData.functions[].functionId.functionName",
            "issueData.functions[].version",
            "issueData.language",
            "issueData.patches",
            "issueData.patches[].id",
            "issueData.patches[].urls",
            "issueData.patches[].version",
            "issueData.patches[].comments",
            "issueData.patches[].modificationTime",
            "issueData.nearestFixedInVersion",
            "issueData.isMaliciousPackage",
            "issueData.path",
            "issueData.violatedPolicyPublicId");

    /** As {@code Payload.unknownFields} wants them. */
    static final Set<String> PATHS = Stream.of(
                    WEBHOOK.stream(),
                    PROJECT.stream(),
                    ORGANISATION.stream(),
                    ISSUE.stream().map(member -> "newIssues[]." + member),
                    ISSUE.stream().map(member -> "removedIssues[]." + member))
            .flatMap(paths -> paths)
            .collect(Collectors.toUnmodifiableSet());

    private KnownFields() {}
}
