package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.get;
import static io.siembridge.app.security.Sender.post;
import static io.siembridge.app.security.Sender.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.cli.BridgeCommand;
import io.siembridge.app.config.ConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Rows 30 and 37: canaries in every place a secret can be in, and nothing that shows one. */
@Timeout(180)
class LeakageRowsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /** Every secret of the configuration, of the environment and of payloads has this in it. */
    private static final String CANARY = "c4n4ry";

    private static final String CONFIGURATION = """
            server: {listen: "127.0.0.1:0"}
            admin: {listen: "127.0.0.1:0", token: "admin-c4n4ry-of-24-characters"}
            spool: {url: "jdbc:sqlite:%1$s/spool.db", min_free_disk: 1MiB}
            sources:
              soveren: {vendor: soveren, secrets: ["soveren-c4n4ry", "${FROM_ENVIRONMENT}"]}
              snyk: {vendor: snyk, secrets: "${file:secret}"}
              wallarm: {vendor: wallarm, token: {header: X-Auth-Token, values: ["wallarm-c4n4ry"]}}
              soda: {vendor: soda, token: {header: Authorization, values: ["Bearer soda-c4n4ry"]}}
            destinations:
              splunk: {type: splunk-hec, url: "%2$s", token: "hec-c4n4ry"}
              bearer: {type: http, url: "%2$s/path-c4n4ry?key=query-c4n4ry", bearer: "bearer-c4n4ry"}
              basic: {type: http, url: "%2$s", username: u, password: "basic-c4n4ry"}
              keyed: {type: http, url: "%2$s", headers: {X-Key: "header-c4n4ry"}, signature: {secret: "signing-c4n4ry"}}
              fluentd: {type: fluentd, address: "tcp://127.0.0.1:1", shared_key: "shared-c4n4ry", username: u, password: "forward-c4n4ry"}
              archive: {type: file, path: "%1$s/out.ndjson"}
            events: {raw_data: true}
            """;

    private static final Map<String, String> VARIABLES = Map.of("FROM_ENVIRONMENT", "environment-c4n4ry");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Map<String, String> outputs = new TreeMap<>();

    /** A receiver that throws everything it was sent, and what it read from it, back at the sender. */
    private static TestPeers.Answering echo(int status) {
        return (exchange, body) -> {
            String headers = new TreeMap<>(exchange.getRequestHeaders()).toString();
            String basic = headers.contains("Basic ")
                    ? new String(
                            Base64.getDecoder().decode(headers.replaceAll("(?s).*Basic ([A-Za-z0-9+/=]+).*", "$1")),
                            StandardCharsets.UTF_8)
                    : "";
            boolean signed = headers.contains("header-c4n4ry");
            TestPeers.Answering.reply(
                    exchange,
                    status,
                    "{\"text\":\"" + basic + " " + exchange.getRequestURI() + (signed ? " signing-c4n4ry " : " ")
                            + headers.replace('"', '\'') + "\",\"code\":4}");
        };
    }

    private AutoCloseable captureLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Logger ours = context.getLogger("io.siembridge");
        Level before = ours.getLevel();
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.ALL);
        return () -> {
            ours.setLevel(before);
            root.detachAppender(appender);
            appender.stop();
        };
    }

    private void show(String url, String... headers) throws Exception {
        outputs.put(url, get(url, headers).body());
    }

    @Nested
    class Row30TokenLeakage {
        @Test
        void noOutputShowsASecret() throws Exception {
            Files.writeString(folder.resolve("secret"), "snyk-c4n4ry\n");
            try (AutoCloseable ignored = captureLog();
                    TestPeers.Http peer = new TestPeers.Http(echo(403))) {
                String yaml = CONFIGURATION.formatted(folder, peer.url());
                BridgeConfig config = new ConfigReader(name -> Optional.ofNullable(VARIABLES.get(name)))
                        .read(yaml, folder, BridgeConfig.SECTION);
                outputs.put("configuration", config.toString());
                try (Bridge bridge = new Bridge(config, Environment.real())) {
                    bridge.start();
                    send(bridge);
                    for (int status : new int[] {403, 400, 500, 302}) {
                        peer.answers(echo(status));
                        int seen = peer.bodies().size();
                        send(bridge);
                        bridge.workers().values().forEach(worker -> worker.resume());
                        await().atMost(Duration.ofSeconds(30))
                                .until(() -> peer.bodies().size() >= seen + 2);
                    }
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> Files.exists(folder.resolve("out.ndjson"))
                                    && Files.size(folder.resolve("out.ndjson")) > 0);
                    probe(bridge);
                    readEverything(bridge);
                    readConsole("http://127.0.0.1:" + bridge.adminPort());
                    outputs.put("threads", threads());
                }
                commands(yaml, peer);
            }
            outputs.put("log", log.toString(StandardCharsets.UTF_8));
            outputs.put("events", Files.readString(folder.resolve("out.ndjson")));
            assertThat(outputs).hasSizeGreaterThan(15);
            assertThat(outputs.get("log"))
                    .contains("Webhook is not authentic", "Webhook stored")
                    .as("what was echoed was read, and scrubbed")
                    .contains("Authorization=[Splunk ********]");
            assertThat(String.join("", outputs.values()))
                    .contains("Authorization=[********]", "X-key=[********]", "u:********");
            assertThat(outputs).allSatisfy((name, text) -> assertThat(text).doesNotContainIgnoringCase(CANARY));
        }

        private void send(Bridge bridge) throws Exception {
            String url = "http://127.0.0.1:" + bridge.port() + "/webhooks/";
            byte[] body = utf8("[{\"n\":" + System.nanoTime() + "}]");
            assertThat(post(url + "wallarm", body, "X-Auth-Token", "wallarm-c4n4ry")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(
                                    url + "soda",
                                    utf8("{\"event\":\"validate\",\"n\":" + System.nanoTime() + "}"),
                                    "Authorization",
                                    "Bearer soda-c4n4ry")
                            .statusCode())
                    .isEqualTo(200);
            for (String[] wrong : new String[][] {
                {"X-Auth-Token", "wallarm-c4n4ry "},
                {"Authorization", "Bearer soda-c4n4ry"},
                {"X-Auth-Token", "wallarm-c4n4ry", "X-Auth-Token", "soda-c4n4ry"},
                {"X-Hub-Signature", "sha256=snyk-c4n4ry"},
                {"X-Soveren-Signature", "environment-c4n4ry"},
                {"X-Forwarded-For", "forwarded-c4n4ry", "Cookie", "cookie-c4n4ry"}
            }) {
                for (String source : List.of("snyk", "soveren", "soda-c4n4ry")) {
                    outputs.put(
                            "refusal " + source + Arrays.hashCode(wrong),
                            post(url + source, body, wrong).body());
                }
            }
        }

        private void probe(Bridge bridge) throws InterruptedException {
            for (var worker : bridge.workers().entrySet()) {
                outputs.put(
                        "probe " + worker.getKey(), worker.getValue().probe().toString());
                outputs.put(
                        "status " + worker.getKey(), worker.getValue().status().toString());
            }
        }

        /**
         * Every page of the operator's API that can be read, as its own description lists them, with and without the
         * token.
         */
        private void readEverything(Bridge bridge) throws Exception {
            String admin = "http://127.0.0.1:" + bridge.adminPort();
            String[] token = {"Authorization", "Bearer admin-c4n4ry-of-24-characters"};
            for (String page :
                    List.of("/healthz", "/readyz", "/metrics", "/", "/api/v1/webhooks?token=x", "/nothing")) {
                show(admin + page);
                show(admin + page, token);
                show(admin + page, "Authorization", "Bearer wrong");
            }
            JsonNode paths = JSON.readTree(
                            get(admin + "/api/v1/openapi.json", token).body())
                    .get("paths");
            JsonNode webhooks = JSON.readTree(
                    get(admin + "/api/v1/webhooks?limit=100", token).body());
            List<String> webhook = webhooks.findValuesAsText("webhook");
            assertThat(webhook).isNotEmpty();
            for (var path : paths.properties()) {
                boolean reads = path.getValue().has("get") && !path.getKey().endsWith("/stream");
                if (reads && path.getKey().contains("webhooks/{")) {
                    for (String id : webhook.subList(0, Math.min(6, webhook.size()))) {
                        show(admin + path.getKey().replaceFirst("\\{[^}]+}", id), token);
                    }
                } else if (reads) {
                    for (String name :
                            List.of("1", "snyk", "soveren", "splunk", "bearer", "basic", "keyed", "fluentd")) {
                        show(admin + path.getKey().replaceAll("\\{[^}]+}", name), token);
                    }
                }
            }
        }

        private void readConsole(String admin) throws Exception {
            String form = "application/x-www-form-urlencoded";
            show(admin + "/login");
            outputs.put(
                    "wrong login",
                    post(admin + "/login", utf8("token=no-c4n4ry"), "Content-Type", form)
                            .body());
            var login = post(admin + "/login", utf8("token=admin-c4n4ry-of-24-characters"), "Content-Type", form);
            String session =
                    login.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
            outputs.put("login", login.headers() + login.body());
            for (String page : List.of(
                    "/",
                    "/webhooks",
                    "/dead-letters",
                    "/sources/snyk",
                    "/sources/wallarm",
                    "/tail",
                    "/send",
                    "/configuration",
                    "/audit")) {
                var answer = get(admin + page, "Cookie", session);
                assertThat(answer.statusCode()).as(page).isEqualTo(200);
                outputs.put("console " + page, answer.body());
            }
        }

        /** A kind of secret that is new must be planted above, too. */
        @Test
        void everyKeyThatHoldsASecretHasACanary() throws Exception {
            Set<String> keys = new TreeSet<>();
            collectSecretKeys("", BridgeConfig.SECTION.schema(), keys);
            assertThat(keys).hasSizeGreaterThan(6);
            String planted = CONFIGURATION.replaceAll("\\$\\{[^}]+}", CANARY);
            assertThat(keys)
                    .allSatisfy(key -> assertThat(planted)
                            .containsPattern("\\b" + key + ": (\\{[^}]*?|\\[)?\"?[^\"]*\"?[^\"\\n]*" + CANARY));
        }

        private static void collectSecretKeys(String name, JsonNode schema, Set<String> keys) {
            if (schema.path("writeOnly").asBoolean()) {
                keys.add(name);
            }
            schema.path("properties")
                    .properties()
                    .forEach(each -> collectSecretKeys(each.getKey(), each.getValue(), keys));
            for (String inner : List.of("items", "additionalProperties")) {
                if (schema.path(inner).isObject()) {
                    collectSecretKeys(name, schema.path(inner), keys);
                }
            }
            for (String choice : List.of("oneOf", "anyOf")) {
                schema.path(choice).forEach(each -> collectSecretKeys(name, each, keys));
            }
        }

        private static String threads() {
            return Thread.getAllStackTraces().entrySet().stream()
                    .map(each -> each.getKey() + " " + Arrays.toString(each.getValue()))
                    .collect(Collectors.joining("\n"));
        }

        private void commands(String yaml, TestPeers.Http peer) throws Exception {
            Path good = Files.writeString(
                    folder.resolve("good.yaml"), yaml.replace("${FROM_ENVIRONMENT}", "environment-c4n4ry"));
            Path bad = Files.writeString(
                    folder.resolve("bad.yaml"), yaml.replace("token:", "tokn:").replace("secrets:", "secret:"));
            peer.answers(echo(401));
            for (String[] command : new String[][] {
                {"--help"},
                {"help", "serve"},
                {"validate", "--config", good.toString(), "--probe"},
                {"validate", "--config", bad.toString()},
                {"serve", "--config", bad.toString()},
                {"send", "--config", good.toString(), "--source", "wallarm", "--sample", "wallarm/none"}
            }) {
                StringWriter out = new StringWriter();
                CommandLine line = BridgeCommand.commandLine();
                line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
                assertThat(line.execute(command)).isLessThan(3);
                outputs.put(String.join(" ", command), out.toString());
            }
        }

        @Test
        void aConfigurationThatAllCanReadIsWarnedOfWhereSecretsStandInIt() throws Exception {
            String sources =
                    "sources: {snyk: {vendor: snyk, secrets: [\"%s\"]}}\ndestinations: {a: {type: file, path: o}}\n";
            assertThat(notes(sources.formatted("in-the-file-c4n4ry"), "rw-r--r--"))
                    .singleElement()
                    .asString()
                    .contains("sources.snyk.secrets[0]", "chmod o-rwx")
                    .doesNotContain(CANARY);
            assertThat(notes(sources.formatted("in-the-file-c4n4ry"), "rw-r-----"))
                    .isEmpty();
            assertThat(notes(sources.formatted("${FROM_ENVIRONMENT}"), "rw-r--r--"))
                    .isEmpty();
        }

        private List<String> notes(String yaml, String mode) throws Exception {
            Path file = Files.writeString(folder.resolve("siem-bridge.yaml"), yaml);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            List<String> notes = new ArrayList<>();
            new ConfigReader(name -> Optional.ofNullable(VARIABLES.get(name)))
                    .read(file, BridgeConfig.SECTION, notes::add);
            return notes;
        }

        @Test
        void noOptionTurnsHeapDumpsOn() throws Exception {
            for (Path file : List.of(Path.of("../Dockerfile"), Path.of("../.mvn/jvm.config"))) {
                assertThat(Files.readString(file)).doesNotContain("HeapDump");
            }
        }
    }

    @Nested
    class Row37SecretsInPayloads {
        @Test
        void credentialsThatVendorsSendAlongAreInNoEvent() throws Exception {
            Files.writeString(folder.resolve("secret"), "snyk-c4n4ry\n");
            String soda =
                    "{\"event\":\"checkEvaluation\",\"incidentLinkCallbackUrl\":\"https://cloud.example/cb/c4n4ry\","
                            + "\"checkResults\":[{\"id\":\"1\",\"name\":\"x\",\"outcome\":\"fail\"}]}";
            String wallarm = "[{\"event_type\":\"hit\",\"summary\":\"x\",\"body\":{\"request\":{\"headers\":{"
                    + "\"Authorization\":\"Bearer c4n4ry\",\"Cookie\":\"sid=c4n4ry\",\"X-Api-Key\":\"c4n4ry\"}},"
                    + "\"headers\":{\"AUTHORIZATION\":[\"Basic c4n4ry\"]}}}]";
            BridgeConfig config = new ConfigReader(name -> Optional.ofNullable(VARIABLES.get(name)))
                    .read(CONFIGURATION.formatted(folder, "http://127.0.0.1:1"), folder, BridgeConfig.SECTION);
            try (Bridge bridge = new Bridge(config, Environment.real())) {
                bridge.start();
                String url = "http://127.0.0.1:" + bridge.port() + "/webhooks/";
                assertThat(post(url + "soda", utf8(soda), "Authorization", "Bearer soda-c4n4ry")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(post(url + "wallarm", utf8(wallarm), "X-Auth-Token", "wallarm-c4n4ry")
                                .statusCode())
                        .isEqualTo(200);
                Path out = folder.resolve("out.ndjson");
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                Files.exists(out) && Files.readAllLines(out).size() >= 2);
                assertThat(Files.readString(out)).doesNotContain(CANARY);
                for (String source : List.of("soda", "wallarm")) {
                    String listed = get(
                                    "http://127.0.0.1:" + bridge.adminPort() + "/api/v1/webhooks?source=" + source,
                                    "Authorization",
                                    "Bearer admin-c4n4ry-of-24-characters")
                            .body();
                    String id =
                            JSON.readTree(listed).findValuesAsText("webhook").get(0);
                    assertThat(get(
                                            "http://127.0.0.1:" + bridge.adminPort() + "/api/v1/webhooks/" + id,
                                            "Authorization",
                                            "Bearer admin-c4n4ry-of-24-characters")
                                    .body())
                            .doesNotContain(CANARY);
                }
            }
        }
    }
}
