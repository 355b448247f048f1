package io.siembridge.normalizers.snyk;

import static io.siembridge.normalizers.vendor.KnownFields.below;

import io.siembridge.normalizers.vendor.KnownFields;

/**
 * The members Snyk is known to send. It adds members without raising the version of an event; one that is not here goes
 * into {@code unmapped} like any other without an attribute, and is reported as new.
 */
final class SnykFields {
    private static final String PROJECT = """
            id name created origin type readOnly testFrequency totalDependencies issueCountsBySeverity.*
            imageId imageTag imageBaseImage imagePlatform imageCluster hostname remoteRepoUrl lastTestedDate browseUrl
            importingUser.id importingUser.name importingUser.username importingUser.email
            owner.id owner.name owner.username owner.email tags[].key tags[].value isMonitored
            attributes.criticality attributes.environment attributes.lifecycle branch targetReference remediation.*
            """;

    private static final String ISSUE = """
            id issueType pkgName pkgVersions priorityScore priority.score
            priority.factors[].name priority.factors[].description isPatched isIgnored
            ignoreReasons[].reason ignoreReasons[].expires ignoreReasons[].source
            introducedThrough[].kind introducedThrough[].data.* links.paths
            """;

    private static final String FIX = """
            isUpgradable isPinnable isPatchable isFixable isPartiallyFixable nearestFixedInVersion fixedIn
            """;

    private static final String ADVISORY = """
            id title severity originalSeverity url description identifiers.* credit exploitMaturity
            semver.vulnerable semver.unaffected semver.hashesRange semver.vulnerableHashes
            publicationTime disclosureTime CVSSv3 cvssScore
            cvssDetails[].assigner cvssDetails[].severity cvssDetails[].cvssV3Vector cvssDetails[].cvssV3BaseScore
            cvssDetails[].modificationTime
            cvssSources[].assigner cvssSources[].severity cvssSources[].vector cvssSources[].baseScore
            functions[].functionId.filePath functions[].functionId.className functions[].functionId.functionName
            functions[].version language patches[].id patches[].urls patches[].version patches[].comments
            patches[].modificationTime nearestFixedInVersion isMaliciousPackage path violatedPolicyPublicId
            """;

    static final KnownFields KNOWN = KnownFields.of(
            "webhookId",
            below("project.", PROJECT),
            below("org.", "id name slug url created group.id group.name"),
            below("group.", "id name"),
            issues("newIssues[]."),
            issues("removedIssues[]."));

    private SnykFields() {}

    private static String issues(String list) {
        return below(list, ISSUE) + " " + below(list + "fixInfo.", FIX) + " " + below(list + "issueData.", ADVISORY);
    }
}
