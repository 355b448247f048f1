package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of the customer's clients are shown, their credentials are not: not as headers, not as raw data. */
class ClientHeadersTest {
    @Test
    void noSecretShowsWhereNamesAreRepeated() {
        for (String repeated : new String[] {
            "'headers':{'authorization':'SECRET'},'headers':{'accept':'x'}",
            "'headers':{'x-session':'SECRET','x-session':''}",
            "'Authorization':'SECRET','Authorization':null",
            "'head\\u0065rs':{'cookie':'SECRET'},'headers':{}"
        }) {
            String hit = "'hit':{'host':'shop.acme.example','path':'/'," + repeated + "}";
            OcsfEvent event = Payloads.event(Payloads.notification("new_hits", hit));

            assertThat(event.json().has("raw_data")).isTrue();
            assertThat(event.toString()).doesNotContain("SECRET");
        }
    }

    private static final NormalizerSettings WITH_RAW_DATA =
            new NormalizerSettings(true, Payloads.VENDOR.severities(), Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Authorization':'hush'",
                "'COOKIE':['hush','hush']",
                "'set-cookie':'hush'",
                "'X-Api-Key':'hush'",
                "'x_api_key':'hush'",
                "'X-Auth-Token':'hush'",
                "'apikey':'hush'",
                "'X-CSRF-Token':'hush'",
                "'X-Amz-Security-Token':'hush'",
                "'X-Session-Id':'hush'",
                "'Proxy-Authorization':'hush'",
                "'X-Custom':'Bearer hush'",
                "'X-Custom':['basic hush']",
                "'X-Custom':'eyJhush.e30.x'",
                "'X-Custom':{'value':'hush'}",
                "'X-Custom':[['hush']]",
                "'Cookie':{'sid':'hush'}"
            })
    void masksCredentials(String header) {
        OcsfEvent event = Payloads.event(Payloads.hit("'headers':{'accept':'*/*'," + header + "}"), WITH_RAW_DATA);

        assertThat(event.toString()).doesNotContain("hush").contains("***");
        assertThat(event.text("raw_data").orElseThrow()).contains("***");
        assertThat(header(event, "accept")).isEqualTo("*/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'Cookie: hush'", "['Cookie: hush']", "[['Cookie','hush']]", "[{'name':'Cookie','value':'hush'}]"
            })
    void hidesHeadersOfAShapeItCannotRead(String headers) {
        OcsfEvent event = Payloads.event(Payloads.hit("'headers':" + headers), WITH_RAW_DATA);

        assertThat(event.toString()).doesNotContain("hush");
        assertThat(event.json()
                        .path("unmapped")
                        .path("wallarm")
                        .path("details")
                        .path("hit")
                        .path("headers")
                        .asText())
                .isEqualTo("***");
    }

    @Test
    void masksHeadersThatStandBesideTheHit() {
        String body = Payloads.hit("").replace("\"hit\":{", "\"headers\":{\"cookie\":\"hush\",\"te\":\"x\"},\"hit\":{");
        OcsfEvent event = Payloads.event(body, WITH_RAW_DATA);

        assertThat(event.toString()).doesNotContain("hush");
        assertThat(header(event, "te")).isEqualTo("x");
    }

    @Test
    void showsWhatIsNoCredential() {
        OcsfEvent event = Payloads.event(Payloads.hit("'headers':{':authority':'a.example','Content-Length':[57],"
                + "'User-Agent':['curl/8'],'X-Forwarded-For':'2001:db8::1, 192.0.2.1, junk'}"));

        assertThat(event.toString()).doesNotContain("***");
        assertThat(header(event, ":authority")).isEqualTo("a.example");
        assertThat(header(event, "Content-Length")).isEqualTo("57");
        assertThat(event.text("http_request", "user_agent")).contains("curl/8");
        assertThat(event.json().path("http_request").path("x_forwarded_for").toString())
                .isEqualTo("[\"2001:db8::1\",\"192.0.2.1\"]");
    }

    @Test
    void masksCredentialsInNotificationsOfAnyKind() {
        OcsfEvent event = Payloads.event(Payloads.notification("brand_new", "'request':[{'Authorization':'hush'}]"));

        assertThat(event.toString()).doesNotContain("hush").contains("***");
    }

    private static String header(OcsfEvent event, String name) {
        for (JsonNode header : event.json().path("http_request").path("http_headers")) {
            if (header.path("name").asText().equals(name)) {
                return header.path("value").asText();
            }
        }
        return "";
    }
}
