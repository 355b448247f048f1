package io.siembridge.app.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.app.bridge.RunningBridge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 21 and 22: what grows with what strangers send. */
@Timeout(180)
class RunawayRowsTest {
    @Nested
    class Row21MetricLabels {
        /** {@code -Dsecurity.paths=100000} for the whole flood. */
        private static final int PATHS = Integer.getInteger("security.paths", 3_000);

        @Test
        void distinctPathsMethodsAndClientNamesAddNoSeries(@TempDir Path folder) throws Exception {
            try (RunningBridge bridge = RunningBridge.start(folder)) {
                flood(bridge.bridge().port(), 0, 10);
                List<String> before = series(bridge);
                flood(bridge.bridge().port(), 10, PATHS);
                assertThat(series(bridge)).isEqualTo(before);
            }
        }

        private static List<String> series(RunningBridge bridge) throws Exception {
            return Sender.metrics(bridge)
                    .lines()
                    .map(line -> line.substring(0, line.lastIndexOf(' ')))
                    .toList();
        }

        private static void flood(int port, int from, int to) throws IOException {
            for (int batch = from; batch < to; batch += 500) {
                StringBuilder requests = new StringBuilder();
                int end = Math.min(to, batch + 500);
                for (int i = batch; i < end; i++) {
                    requests.append(i % 3 == 0 ? "M" + i : "POST")
                            .append(i % 2 == 0 ? " /webhooks/s" + i : " /webhooks/snyk")
                            .append(" HTTP/1.1\r\nHost: h" + i + "\r\nUser-Agent: agent" + i + "\r\nX-Snyk-Event: e"
                                    + i)
                            .append(i == end - 1 ? "\r\nConnection: close" : "")
                            .append("\r\nContent-Length: 0\r\n\r\n");
                }
                try (Socket socket = new Socket("127.0.0.1", port)) {
                    socket.setSoTimeout(30_000);
                    Thread writer = new Thread(() -> write(socket, requests.toString()), "flood");
                    writer.start();
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                    long answers = in.lines()
                            .filter(line -> line.contains("HTTP/1.1 4"))
                            .count();
                    assertThat(answers).isEqualTo(end - batch);
                }
            }
        }

        private static void write(Socket socket, String requests) {
            try {
                socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class Row22Expressions {
        private static final Pattern USE = Pattern.compile(
                "(?:Pattern\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*+\"\\s*\\+?\\s*)+)");
        private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

        /** A repeated group that is itself repeated without end, and not possessively: the usual shape of the fault. */
        private static final Pattern NESTED = Pattern.compile(
                "\\((?!\\?[=!<])(?:[^()\\\\]|\\\\.)*(?<!\\\\)[*+}](?![+])(?:[^()\\\\]|\\\\.)*\\)(?:[*+]|\\{[0-9]+,})(?![+])");

        private static Map<String, String> expressions() throws IOException {
            Map<String, String> found = new TreeMap<>();
            ProgramSources.all().forEach((file, text) -> {
                Matcher use = USE.matcher(text);
                while (use.find()) {
                    StringBuilder expression = new StringBuilder();
                    Matcher literal = LITERAL.matcher(use.group(1));
                    while (literal.find()) {
                        expression.append(literal.group(1).translateEscapes());
                    }
                    if (isExpression(expression.toString())) {
                        found.put(expression.toString(), file);
                    }
                }
            });
            return found;
        }

        /** What replaces a match stands in a call of the same name. */
        private static boolean isExpression(String text) {
            try {
                Pattern.compile(text);
                return true;
            } catch (PatternSyntaxException replacement) {
                return false;
            }
        }

        @Test
        void noExpressionOfOursRepeatsARepetition() throws Exception {
            assertThat(NESTED.matcher("(a+)+").find()).isTrue();
            assertThat(NESTED.matcher("([a-z]*x?)*").find()).isTrue();
            assertThat(NESTED.matcher("(ab)+").find()).isFalse();
            Map<String, String> found = expressions();
            assertThat(found).hasSizeGreaterThan(50);
            List<String> suspects = new ArrayList<>();
            found.forEach((expression, file) -> {
                if (NESTED.matcher(expression).find() && !isAnchoredBySeparator(expression)) {
                    suspects.add(file + ": " + expression);
                }
            });
            assertThat(suspects).isEmpty();
        }

        /** Each turn of the outer repetition begins with a literal that the inner one cannot match. */
        private static boolean isAnchoredBySeparator(String expression) {
            return expression.equals("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
        }

        /** Texts that make a backtracking matcher despair, for every expression there is. */
        @Test
        void everyExpressionOfOursIsDoneInTime() throws Exception {
            List<String> texts = new ArrayList<>();
            for (String unit : List.of(
                    "a", "0", " ", ".", "/", ":", "-", "_", "\"", "'", "(", "[", "=", ",", "<", "*", "\n", "aA0", "a.",
                    "a ", "a:", "\"a\":", "\"token", "\\", "\\\"", "%", "&", "<a>", "[a](", "`", "::", "1.", "@", "#",
                    "|", "\t ")) {
                texts.add(unit.repeat(1_000 / unit.length()) + "\u0000");
            }
            ExecutorService runner = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "expressions");
                thread.setDaemon(true);
                return thread;
            });
            List<String> slow = new ArrayList<>();
            for (Map.Entry<String, String> each : expressions().entrySet()) {
                Pattern pattern = Pattern.compile(each.getKey(), Pattern.DOTALL);
                for (String text : texts) {
                    Future<Integer> run = runner.submit(() -> matches(pattern, text));
                    try {
                        run.get(10, TimeUnit.SECONDS);
                    } catch (TimeoutException late) {
                        slow.add(each.getValue() + ": " + each.getKey() + " on " + text.substring(0, 10));
                        runner = Executors.newSingleThreadExecutor();
                    } catch (ExecutionException failed) {
                        slow.add(each.getValue() + ": " + each.getKey() + " failed: " + failed.getCause());
                    }
                }
            }
            runner.shutdownNow();
            assertThat(slow).isEmpty();
        }

        private static int matches(Pattern pattern, String text) {
            Matcher matcher = pattern.matcher(text);
            int found = matcher.matches() ? 1 : 0;
            matcher.reset();
            long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (found < 20 && System.nanoTime() < until && matcher.find()) {
                found++;
            }
            return found;
        }
    }
}
