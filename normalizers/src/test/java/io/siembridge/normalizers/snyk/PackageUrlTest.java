package io.siembridge.normalizers.snyk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageUrlTest {
    @ParameterizedTest
    @CsvSource({
        "npm, lodash, 4.17.15, pkg:npm/lodash@4.17.15",
        "yarn, @angular/core, 17.0.1, pkg:npm/%40angular/core@17.0.1",
        "yarn-workspace, JSONStream, 1.3.5, pkg:npm/JSONStream@1.3.5",
        "npm, lodash, 1.0.0+build 7, pkg:npm/lodash@1.0.0%2Bbuild%207",
        "maven, org.apache.commons:commons-text, 1.9, pkg:maven/org.apache.commons/commons-text@1.9",
        "gradle, com.acme:x_y, 2.0, pkg:maven/com.acme/x_y@2.0",
        "sbt, com.acme:core_2.13, 2.0, pkg:maven/com.acme/core_2.13@2.0",
        "pip, Zope.Interface_Extra, 5.0, pkg:pypi/zope-interface-extra@5.0",
        "poetry, Django, 4.2, pkg:pypi/django@4.2",
        "rubygems, ActiveRecord, 7.1, pkg:gem/ActiveRecord@7.1",
        "nuget, Newtonsoft.Json, 13.0.1, pkg:nuget/Newtonsoft.Json@13.0.1",
        "paket, Newtonsoft.Json, 13.0.1, pkg:nuget/Newtonsoft.Json@13.0.1",
        "composer, Symfony/HTTP-Kernel, v5.0, pkg:composer/symfony/http-kernel@v5.0",
        "golang, golang.org/x/net/http2, 0.17.0, pkg:golang/golang.org/x/net/http2@0.17.0",
        "gomodules, github.com/Acme/Lib, v1.2.3, pkg:golang/github.com/acme/lib@v1.2.3",
        "govendor, gopkg.in/yaml.v2, #53403b58ad1b, pkg:golang/gopkg.in/yaml.v2@%2353403b58ad1b",
        "hex, Phoenix_HTML, 2.13.3, pkg:hex/phoenix_html@2.13.3",
        "cocoapods, AFNetworking, 4.0.1, pkg:cocoapods/AFNetworking@4.0.1",
        "cocoapods, GoogleUtilities/NSData+zlib, 7.5.2, pkg:cocoapods/GoogleUtilities@7.5.2#NSData%2Bzlib",
    })
    void followsTheDefinitionOfTheType(String projectType, String name, String version, String expected) {
        assertThat(PackageUrl.of(projectType, "SNYK-X-Y-1", name, version))
                .map(PackageUrl::toString)
                .hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "deb, SNYK-DEBIAN12-CURL-7000001, curl/libcurl4, 7.88.1-10+deb12u4,"
                + " pkg:deb/debian/libcurl4@7.88.1-10%2Bdeb12u4?distro=debian-12",
        "linux, SNYK-UBUNTU2204-TAR-7000002, tar, 1:1.34, pkg:deb/ubuntu/tar@1:1.34?distro=ubuntu-22.04",
        "apk, SNYK-ALPINE318-OPENSSL-7000003, openssl/libcrypto3, 3.1.4-r0,"
                + " pkg:apk/alpine/libcrypto3@3.1.4-r0?distro=alpine-3.18",
        "rpm, SNYK-RHEL9-OPENSSL-7000004, openssl-libs, 1:3.0.7-16.el9_2,"
                + " pkg:rpm/redhat/openssl-libs@3.0.7-16.el9_2?distro=rhel-9&epoch=1",
        "dockerfile, SNYK-CENTOS8-PYTHON3-7000005, Python3, 3.6, pkg:rpm/centos/Python3@3.6?distro=centos-8",
    })
    void takesTheDistributionFromTheIssue(
            String projectType, String issueId, String name, String version, String expected) {
        assertThat(PackageUrl.of(projectType, issueId, name, version))
                .map(PackageUrl::toString)
                .hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cpp, SNYK-X-Y-1, zlib",
        "'', SNYK-X-Y-1, lodash",
        "npm, SNYK-X-Y-1, @scope",
        "npm, SNYK-X-Y-1, not/scoped",
        "npm, SNYK-X-Y-1, @a/b/c",
        "npm, SNYK-X-Y-1, ''",
        "maven, SNYK-X-Y-1, no-group",
        "maven, SNYK-X-Y-1, a:b:c",
        "maven, SNYK-X-Y-1, :b",
        "composer, SNYK-X-Y-1, no-vendor",
        "golang, SNYK-X-Y-1, fmt",
        "golang, SNYK-X-Y-1, example.com//lib",
        "golang, SNYK-X-Y-1, example.com/../lib",
        "cocoapods, SNYK-X-Y-1, Pod//Sub",
        "deb, SNYK-X-Y-1, tar",
        "deb, SNYK-ALPINE318-TAR-1, tar",
        "deb, SNYK-DEBIAN12-TAR-1, tar/",
        "deb, snyk:lic:deb:tar:GPL-3.0, tar",
    })
    void makesNoneOfNamesThatDoNotFit(String projectType, String issueId, String name) {
        assertThat(PackageUrl.of(projectType, issueId, name, "1.0")).isEmpty();
    }

    @Test
    void leavesAnUnknownVersionOut() {
        assertThat(PackageUrl.of("npm", "", "lodash", ""))
                .map(PackageUrl::toString)
                .hasValue("pkg:npm/lodash");
    }

    @Test
    void encodesTheBytesOfUtf8() {
        assertThat(PackageUrl.encode("a/b?c#ü—𝄞")).isEqualTo("a%2Fb%3Fc%23%C3%BC%E2%80%94%F0%9D%84%9E");
    }
}
