package io.siembridge.app.destination.fluentd;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TagsTest {
    @Test
    void joinsPrefixVendorAndKind() {
        assertThat(tag("snyk", "issue")).isEqualTo("siem.prod.snyk.issue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a b", "", "a\nb", "ünicode", "**", "x{y}", "0123456789012345678901234567890123"})
    void takesAnythingOddForOther(String kind) {
        assertThat(tag("snyk", kind)).isEqualTo("siem.prod.snyk.other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"siem", "a.b.c", "A-1_x.y"})
    void takesPrefixesOfOneOrMoreParts(String prefix) {
        assertThat(Tags.isPrefix(prefix)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a*", "ä", "${x}", "012345678901234567890123456789012"})
    void refusesOtherPrefixes(String prefix) {
        assertThat(Tags.isPrefix(prefix)).isFalse();
    }

    private static String tag(String vendor, String kind) {
        EventBuilder event = new EventBuilder(EventClass.DETECTION_FINDING, EventClass.DETECTION_FINDING.activity(1));
        return new Tags("siem.prod").of(event.build(vendor, kind, Forwarding.ALWAYS));
    }
}
