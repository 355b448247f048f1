package io.siembridge.app.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.Problems.Problem;
import io.siembridge.app.destination.DestinationType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the configuration says, and what is wrong with one. */
final class BridgeConfigTest extends ConfigStage {
    @Test
    void readsASmallFileAndFillsInDefaults() throws Exception {
        BridgeConfig config = read(SMALL);
        assertThat(config.server().listen()).hasToString("0.0.0.0:8080");
        assertThat(config.server().maxBody()).isEqualTo(16 << 20);
        assertThat(config.spool().keepDelivered()).isEqualTo(Duration.ofDays(7));
        assertThat(config.sources().get("snyk").secrets().get(0).reveal()).isEqualTo("s3cret");
        assertThat(config.destinationsOf("snyk")).containsExactly("archive");
        assertThat(config.events().tests()).isTrue();
    }

    @Test
    void showsEveryFaultAtOnceWithPathLineAndNearestName() {
        List<Problem> problems = problems("""
                server: {listen: nowhere, max_bdy: 16MiB}
                spool: {keep_delivered: 7 days}
                sources:
                  snyk: {vendor: snick, secrets: ["${MISSING}"]}
                  wallarm: {vendor: wallarm}
                destinations:
                  splunk: {type: splunk-hec, url: "https://splunk:8088", tokn: x}
                  other: {type: splnk}
                """);
        assertThat(problems)
                .extracting(Problem::path)
                .contains(
                        "server.listen",
                        "server.max_bdy",
                        "spool.keep_delivered",
                        "sources.snyk.vendor",
                        "sources.snyk.secrets[0]",
                        "sources.wallarm",
                        "destinations.splunk.tokn",
                        "destinations.splunk.token",
                        "destinations.other.type");
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo("server.max_bdy");
            assertThat(problem.line()).isEqualTo(1);
            assertThat(problem.message()).contains("did you mean max_body?");
        });
        assertThat(problems).anySatisfy(problem -> assertThat(problem.message()).contains("MISSING"));
    }

    @Test
    void routesReportsOfTheBridgeLikeASource() throws ConfigException {
        String start = """
                sources: {snyk: {vendor: snyk, secrets: ["x"]}}
                destinations: {one: {type: file, path: 1.ndjson}, two: {type: file, path: 2.ndjson}}
                """;
        assertThat(read(start).reports().destinations()).isEmpty();
        assertThat(read(start + "events: {ledger: true}").reports().destinations())
                .containsExactly("one", "two");
        assertThat(read(start + "events: {ledger: true}\nroutes: [{from: [snyk, siem-bridge], to: [two]}]")
                        .reports()
                        .destinations())
                .containsExactly("two");
        assertThat(problems(start + "events: {ledger: true}\nroutes: [{from: [snyk], to: [two]}]"))
                .extracting(Problem::message)
                .containsExactly("no route takes webhooks of siem-bridge anywhere; add it to a from");
        assertThat(problems(start + "routes: [{from: [snyk, siem-bridge], to: [two]}]"))
                .hasSize(1);
        assertThat(problems(start.replace("snyk: {", "siem-bridge: {")))
                .extracting(Problem::message)
                .containsExactly("siem-bridge is the source of the bridge's own reports; name it otherwise");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{vendor: snyk}",
                "{vendor: snyk, secrets: []}",
                "{vendor: snyk, secrets: [\"\"]}",
                "{vendor: snyk, secret: [\"x\"]}",
                "{vendor: snyk, unverified: false}",
                "{vendor: snyk, unverified: yes please}",
                "{vendor: snyk, unverified: true, secrets: [\"x\"]}",
                "{vendor: snyk, signature: {header: X-Sig}}",
                "{vendor: snyk, secrets: [\"x\"], token: {values: [\"y\"]}}",
                "{vendor: wallarm, secrets: [\"x\"]}",
                "{vendor: wallarm, token: {header: X-Auth-Token}}",
                "{vendor: wallarm, token: {values: []}}",
                "{vendor: wallarm, token: {values: [\" blank \"]}}",
                "{vendor: wallarm, token: {value: [\"x\"]}}",
                "{secrets: [\"x\"]}"
            })
    void refusesASourceThatWouldBeOpenByAccident(String source) {
        assertThat(problems("sources: {s: " + source + "}\ndestinations: {a: {type: file, path: o}}\n"))
                .isNotEmpty();
    }

    @Test
    void takesASourceThatSaysItIsUnverifiedAndKeepsSayingSo() throws Exception {
        BridgeConfig config = read("""
                sources: {open: {vendor: soveren, unverified: true}}
                destinations: {a: {type: file, path: o}}
                """);
        assertThat(config.warnings()).anySatisfy(warning -> assertThat(warning).contains("open is unverified"));
    }

    @Test
    void neverShowsASecret() throws Exception {
        environment = Map.of("SNYK_SECRET", "c4nary");
        assertThat(read(SMALL).toString()).doesNotContain("c4nary");
        assertThat(problems(SMALL + "routes: [{from: [nobody], to: [archive]}]\n")
                        .toString())
                .doesNotContain("c4nary");
    }

    @Test
    void routesSourcesToTheirDestinationsBySeverity() throws Exception {
        BridgeConfig config = read("""
                sources:
                  snyk: {vendor: snyk, secrets: [x]}
                  soda: {vendor: soda, token: {values: [y]}}
                destinations:
                  a: {type: file, path: a}
                  b: {type: file, path: b}
                routes:
                  - {from: [snyk], min_severity: Medium, to: [a, b]}
                  - {from: [soda], to: [b]}
                """);
        assertThat(config.destinationsBySource()).isEqualTo(Map.of("snyk", List.of("a", "b"), "soda", List.of("b")));
    }

    @Test
    void refusesRoutesThatNameNothingOrLeaveASourceOut() {
        List<Problem> problems = problems(SMALL + """
                routes:
                  - {from: [snik], to: [archiv]}
                """);
        assertThat(problems).extracting(Problem::message).anyMatch(message -> message.contains("did you mean snyk?"));
        assertThat(problems)
                .extracting(Problem::message)
                .anyMatch(message -> message.contains("did you mean archive?"));
        assertThat(problems).extracting(Problem::message).anyMatch(message -> message.contains("no route takes"));
    }

    @Test
    void namesTheRouteThatIsAtFault() {
        List<Problem> problems = problems(SMALL + """
                routes:
                  - {from: [snyk], to: [archive]}
                  - from: [snyk]
                    to: [archive, archiv]
                """);
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).path()).isEqualTo("routes[1].to[1]");
        assertThat(problems.get(0).line()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.snyk", "a/b", "", "..", "UP", "a b"})
    void refusesNamesThatCannotStandInAUrl(String name) {
        String source = "  \"%s\": {vendor: snyk, secrets: [x]}%n".formatted(name);
        assertThat(problems(SMALL.replace("destinations:\n", source + "destinations:\n")))
                .extracting(Problem::path)
                .containsExactly("sources." + name);
    }

    @Test
    void reportsEachEntryOfAListAndAnEmptyAllowList() {
        assertThat(problems(
                        SMALL.replace("vendor: snyk", "vendor: snyk, allow: [10.0.0.0/33, 10.0.0.1, evil.example]")))
                .extracting(Problem::path)
                .containsExactly("sources.snyk.allow[0]", "sources.snyk.allow[2]");
        for (String nobody : List.of("[]", "")) {
            assertThat(problems(SMALL.replace("vendor: snyk", "vendor: snyk, allow: " + nobody)))
                    .extracting(Problem::path)
                    .containsExactly("sources.snyk.allow");
        }
    }

    @Test
    void saysOnceWhatIsWrongWithAValueThatCannotBeRead() {
        assertThat(problems(SMALL + """
                server: {max_body: big, body_deadline: soon}
                """))
                .extracting(Problem::path)
                .containsExactly("server.max_body", "server.body_deadline");
        assertThat(problems(SMALL.replace(
                        "{type: file, path: out.ndjson}",
                        "{type: splunk-hec, url: \"https://s\", token: \"${UNSET}\"}")))
                .extracting(Problem::path)
                .containsExactly("destinations.archive.token");
    }

    @Test
    void refusesWhatCouldNotBeListenedOnOrWrittenByTwo() {
        assertThat(problems(SMALL + "server: {listen: \"0.0.0.0:8080\"}\nadmin: {listen: \"127.0.0.1:8080\"}\n"))
                .extracting(Problem::path)
                .containsExactly("admin");
        assertThat(problems(SMALL + "  copy: {type: file, path: ./out.ndjson}\n"))
                .extracting(Problem::path)
                .containsExactly("destinations.copy.path");
    }

    @Test
    void refusesHeaderNamesThatNoRequestCanHave() {
        assertThat(problems(SMALL.replace("vendor: snyk", "vendor: soda, signature: {header: \"X Sig\"}")))
                .extracting(Problem::path)
                .containsExactly("sources.snyk.signature.header");
    }

    @Test
    void reportsFaultsInTheKeysThatAllDestinationsShare() {
        for (DestinationType type : DestinationTypes.all()) {
            List<String> faults = problems(SMALL.replace(
                            "type: file", "rate: nonsense, retry: {max_age: nonsense}, type: " + type.id()))
                    .stream()
                    .map(Problem::path)
                    .toList();
            assertThat(faults)
                    .as(type.id())
                    .contains("destinations.archive.rate", "destinations.archive.retry.max_age");
        }
    }

    @Test
    void refusesParametersInTheSpoolUrl() {
        assertThat(problems(SMALL + "spool: {url: \"jdbc:sqlite:x.db?synchronous=OFF\"}\n"))
                .hasSize(1);
        assertThat(problems(SMALL + "spool: {url: \"jdbc:postgresql://x/y\"}\n"))
                .hasSize(1);
    }

    @Test
    void describesItselfAsAJsonSchema() {
        Set<String> keys = Set.of("server", "admin", "spool", "sources", "destinations", "events", "routes");
        assertThat(BridgeConfig.jsonSchema().path("properties").fieldNames())
                .toIterable()
                .containsAll(keys);
        assertThat(BridgeConfig.jsonSchema().toString()).contains("splunk-hec", "min_free_disk");
        assertThat(BridgeConfig.jsonSchema()
                        .at("/properties/server/properties/max_connections/type")
                        .toString())
                .as("${NAME} is a string")
                .contains("integer", "string");
    }

    @Test
    void saysWhyAHostWithAnUnderscoreCannotBeCalled() {
        for (String destination : List.of(
                "{type: splunk-hec, url: 'https://splunk_hec:8088', token: t}",
                "{type: http, url: 'http://log_stash:8443/in'}",
                "{type: fluentd, address: 'tcp://fluent_d:24224'}",
                "{type: qradar, address: 'tls://q_radar:6514'}")) {
            assertThat(problems(SMALL + "  siem: " + destination + "\n"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .contains("expected an address such as", "'_' in its name", "alias", "IP address"));
        }
    }

    @Test
    void repeatsNoPasswordThatStandsInAnAddress() {
        assertThat(problems(SMALL + "  siem: {type: http, url: 'https://u_ser:hunter2@logstash:8443'}\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("without a user or password")
                        .doesNotContain("hunter2"));
    }
}
