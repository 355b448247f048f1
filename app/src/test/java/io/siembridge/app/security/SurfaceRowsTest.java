package io.siembridge.app.security;

import static io.siembridge.app.security.Sender.get;
import static io.siembridge.app.security.Sender.post;
import static io.siembridge.app.security.Sender.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siembridge.app.bridge.Bridge;
import io.siembridge.app.bridge.BridgeConfig;
import io.siembridge.app.bridge.Environment;
import io.siembridge.app.bridge.RunningBridge;
import io.siembridge.app.config.ConfigException;
import io.siembridge.app.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 33 to 35 and 38 to 40: the operator's side, and what the program stands on. */
@Timeout(120)
class SurfaceRowsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] TOKEN = {"Authorization", "Bearer " + RunningBridge.ADMIN_TOKEN};

    @TempDir
    private static Path folder;

    private static RunningBridge bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = RunningBridge.start(folder);
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static BridgeConfig read(String more) throws ConfigException {
        return new ConfigReader(name -> Optional.empty())
                .read(
                        "sources: {snyk: {vendor: snyk, secrets: [x]}}\ndestinations: {a: {type: file, path: o}}\n"
                                + more,
                        folder,
                        BridgeConfig.SECTION);
    }

    private static int raw(int port, String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return RawHttp.status(RawHttp.exchange(port, request + "Connection: close\r\nContent-Length: 0\r\n\r\n"));
    }

    @Nested
    class Row33OpenAdminSurface {
        @Test
        void theOperatorsListenerIsForThisMachineUnlessToldOtherwise() throws Exception {
            assertThat(read("").admin().listen()).hasToString("127.0.0.1:8081");
            assertThat(read("").admin().listen().isLoopback()).isTrue();
            assertThat(read("admin: {listen: \"0.0.0.0:8081\"}\n").warnings())
                    .anySatisfy(warning -> assertThat(warning).contains("reachable from other machines"));
        }

        @Test
        void noOtherAddressOfThisMachineReachesIt() throws Exception {
            int tried = 0;
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        tried++;
                        assertThatThrownBy(() -> connect(address))
                                .as(address.toString())
                                .isInstanceOf(IOException.class);
                    }
                }
            }
            // Another address of the loopback is no more the configured one than a network's.
            if (tried == 0) {
                assertThatThrownBy(() -> connect(InetAddress.getByName("127.0.0.2")))
                        .isInstanceOf(IOException.class);
            }
        }

        private static void connect(InetAddress address) throws IOException {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, bridge.bridge().adminPort()), 5_000);
            }
        }

        @Test
        void withoutATokenNobodyGetsIn(@TempDir Path other) throws Exception {
            String yaml = RunningBridge.yaml(other, "", "", "  archive: {type: file, path: \"-\"}\n")
                    .replaceFirst(", token: \"[^\"]*\"", "");
            BridgeConfig config = new ConfigReader(name -> Optional.empty()).read(yaml, other, BridgeConfig.SECTION);
            assertThat(config.admin().token()).isEmpty();
            try (var closed = new Bridge(config, Environment.real())) {
                closed.start();
                for (String authorization :
                        List.of("Bearer ", "Bearer", "Bearer null", "Bearer " + RunningBridge.ADMIN_TOKEN)) {
                    assertThat(raw(closed.adminPort(), "GET", "/metrics", "Authorization", authorization))
                            .isEqualTo(401);
                }
                assertThat(raw(closed.adminPort(), "GET", "/healthz")).isEqualTo(200);
            }
        }

        @Test
        void thePublicPortServesNothingOfTheOperators() throws Exception {
            int port = bridge.bridge().port();
            for (String path :
                    List.of("/", "/healthz", "/readyz", "/metrics", "/api/v1/webhooks", "/login", "/static/x")) {
                assertThat(raw(port, "GET", path, TOKEN)).as(path).isEqualTo(404);
            }
        }

        @Test
        void noSpellingOfAPathGetsAroundTheDoor() throws Exception {
            int port = bridge.bridge().adminPort();
            for (String path : List.of(
                    "/metrics",
                    "/metrics/",
                    "//metrics",
                    "/metrics;x",
                    "/%6detrics",
                    "/METRICS",
                    "/./metrics",
                    "/x/../metrics",
                    "/healthz/../metrics",
                    "/healthz;/metrics",
                    "/static/../metrics",
                    "/static/..%2fmetrics",
                    "/api/v1/webhooks",
                    "/api//v1/webhooks",
                    "//api/v1/webhooks",
                    "/api;x/v1/webhooks",
                    "/%61pi/v1/webhooks",
                    "/healthz/../api/v1/webhooks",
                    "/login/../api/v1/webhooks")) {
                for (String[] headers : List.of(new String[0], new String[] {"X-HTTP-Method-Override", "GET"})) {
                    assertThat(raw(port, "GET", path, headers)).as(path).isIn(302, 400, 401, 403, 404);
                    assertThat(raw(port, "HEAD", path, headers)).as(path).isIn(302, 400, 401, 403, 404);
                }
            }
        }
    }

    @Nested
    class Row34ScriptInPayloads {
        @Test
        void markupOfAPayloadIsJsonThatNoBrowserTakesForAPage() throws Exception {
            String markup = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'-->";
            String sent = Sender.wallarm(
                            bridge, JSON.writeValueAsBytes(List.of(Map.of("summary", markup, markup, markup))))
                    .body();
            String id = JSON.readTree(sent).get("webhook").textValue();
            HttpResponse<String> answer = get(bridge.admin("/api/v1/webhooks/" + id), TOKEN);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(JSON.readTree(answer.body()).isObject()).isTrue();
        }
    }

    @Nested
    class Row35RolesAndTenants {
        /** One bridge, one owner, one role: either the token opens everything, or nothing is open. */
        @Test
        void everyRouteOfTheApiIsClosedWithoutTheToken() throws Exception {
            JsonNode paths = JSON.readTree(
                            get(bridge.admin("/api/v1/openapi.json"), TOKEN).body())
                    .get("paths");
            int routes = 0;
            for (var path : paths.properties()) {
                for (String method : List.of("get", "post", "put", "delete", "patch")) {
                    if (path.getValue().has(method)) {
                        routes++;
                        String there = path.getKey().replaceAll("\\{[^}]+}", "1");
                        int port = bridge.bridge().adminPort();
                        String upper = method.toUpperCase(Locale.ROOT);
                        boolean open = List.of("/healthz", "/readyz").contains(path.getKey());
                        assertThat(raw(port, upper, there)).as(there).isEqualTo(open ? 200 : 401);
                        assertThat(raw(port, upper, there, "Authorization", "Bearer wrong"))
                                .as(there)
                                .isEqualTo(open ? 200 : 401);
                        assertThat(raw(port, upper, there, "Cookie", "siem_bridge_session=guessed"))
                                .as(there)
                                .isEqualTo(open ? 200 : 401);
                    }
                }
            }
            assertThat(routes).isGreaterThan(10);
        }
    }

    @Nested
    class Row38EmbeddedDatabase {
        @Test
        void theAddressOfTheSpoolTakesNoParameters() {
            for (String url : List.of(
                    "jdbc:sqlite:x.db?synchronous=OFF",
                    "jdbc:sqlite:file:x.db?mode=memory",
                    "jdbc:sqlite::memory:",
                    "jdbc:sqlite::resource:http://127.0.0.1/x.db",
                    "jdbc:sqlite:http://127.0.0.1/x.db",
                    "jdbc:sqlite:",
                    "jdbc:h2:mem:x")) {
                assertThatThrownBy(() -> read("spool: {url: \"" + url + "\"}\n"))
                        .as(url)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("spool.url");
            }
        }

        @Test
        void nobodyElseMayReadWhatIsStored() throws Exception {
            Sender.wallarm(bridge, utf8("[\"private\"]"));
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> stored = files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".so"))
                        .toList();
                assertThat(stored).anyMatch(file -> file.endsWith("spool.db"));
                for (Path file : stored) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
            }
        }

        @Test
        void theResolvedEngineAndParserArePatchedOnes() {
            String engine = org.sqlite.SQLiteJDBCLoader.getVersion();
            String json = com.fasterxml.jackson.core.json.PackageVersion.VERSION.toString();
            assertThat(Versions.isAtLeast(engine, "3.50.2")).as(engine).isTrue();
            assertThat(Versions.isAtLeast(json, "2.18.6")).as(json).isTrue();
        }
    }

    @Nested
    class Row39LoggingConfiguration {
        @Test
        void loggingIsSetUpInCodeAndReadsNothing() throws Exception {
            ProgramSources.all()
                    .forEach((file, text) -> assertThat(text)
                            .as(file)
                            .doesNotContain("JoranConfigurator", "SocketAppender", "JNDI", "janino"));
            try (Stream<Path> resources = Files.walk(Path.of("src", "main", "resources"))) {
                assertThat(resources.map(file -> file.getFileName().toString()))
                        .noneMatch(name -> name.startsWith("logback") || name.startsWith("log4j"));
            }
            assertThat(getClass().getClassLoader().getResource("org/codehaus/janino/Compiler.class"))
                    .as("scripted configuration needs it")
                    .isNull();
        }
    }

    @Nested
    class Row40ReplayAsAnOracle {
        @Test
        void nobodyReplaysWithoutTheToken() throws Exception {
            byte[] everything = utf8("{\"since\":\"1970-01-01T00:00:00Z\"}");
            for (String[] headers : List.of(
                    new String[] {"X-Nothing", "x"},
                    new String[] {"Authorization", "Bearer wrong"},
                    new String[] {"Cookie", "siem_bridge_session=guessed"})) {
                assertThat(post(bridge.admin("/api/v1/replay"), everything, headers)
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(bridge.bridge().spool().auditTrail(Optional.empty(), 10).items())
                    .noneMatch(entry -> entry.action().equals("replay"));
        }
    }
}
