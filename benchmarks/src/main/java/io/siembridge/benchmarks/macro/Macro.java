package io.siembridge.benchmarks.macro;

import io.siembridge.app.config.Secret;
import io.siembridge.benchmarks.Receiver.Protocol;
import io.siembridge.benchmarks.macro.Load.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs everything and prints one table. Each round measures the bridge and its baselines one after another, so that their
 * ratio is of one moment; the table shows medians over rounds.
 */
public final class Macro {
    static final String SECRET = "benchmark";

    private final Bench bench;
    private final Settings settings;
    private final Report report = new Report();

    private Macro(Bench bench, Settings settings) {
        this.bench = bench;
        this.settings = settings;
    }

    /**
     * How much to measure.
     *
     * @param seconds of one measurement
     * @param waiting deliveries in the backlog of the last part; none for not doing it
     */
    private record Settings(int rounds, int seconds, int warmUp, int bodies, int largeBodies, int waiting) {
        static Settings of(List<String> arguments) {
            if (arguments.contains("--short")) {
                return new Settings(1, 2, 40_000, 300_000, 20_000, 0);
            }
            int waiting = arguments.contains("--backlog") ? 1_000_000 : 0;
            return new Settings(
                    number(arguments, "--rounds", 3),
                    number(arguments, "--seconds", 4),
                    60_000,
                    1_500_000,
                    150_000,
                    waiting);
        }
    }

    private static int number(List<String> arguments, String option, int otherwise) {
        int place = arguments.indexOf(option);
        return place < 0 ? otherwise : Integer.parseInt(arguments.get(place + 1));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder =
                Files.createTempDirectory(Path.of("benchmarks/target"), "macro").toAbsolutePath();
        boolean collapsed;
        try (Bench bench = new Bench(folder)) {
            Macro macro = new Macro(bench, Settings.of(Arrays.asList(arguments)));
            macro.run(Arrays.asList(arguments));
            collapsed = macro.report.hasCollapsed();
        } finally {
            remove(folder);
        }
        System.exit(collapsed ? 1 : 0);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private void run(List<String> arguments) throws IOException, InterruptedException {
        System.out.printf(
                "%d processors, Java %s, heap 512 MB, %d rounds of %d s; wrk with 2 threads on the same machine; 'synced' is"
                        + " synchronous=FULL, one fsync a commit%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), settings.rounds(), settings.seconds());
        Load small = Load.of(
                bench.folder().resolve("small"),
                Load.sample("soveren/policy-violation"),
                Load.grown(Load.sample("soveren/policy-violation"), 1024),
                "/webhooks/soveren",
                new Secret(SECRET),
                settings.bodies());
        if (arguments.contains("--bridge")) {
            bridgeAlone(small);
            return;
        }
        Load large = Load.of(
                bench.folder().resolve("large"),
                Load.sample("snyk/ten-issues"),
                Load.grown(Load.sample("snyk/ten-issues"), 20 * 1024),
                "/webhooks/snyk",
                new Secret(SECRET),
                settings.largeBodies());
        double peak = accepting(small, large);
        if (!arguments.contains("--accept-only")) {
            Draining draining =
                    new Draining(bench, report, small, settings.seconds(), arguments.contains("--short") ? 1 : 4);
            if (!arguments.contains("--short")) {
                new Starting(bench, report).run();
                draining.each(peak);
            }
            draining.together(peak);
            draining.large();
            if (settings.waiting() > 0) {
                draining.backlog(settings.waiting());
            }
        }
        report.print(System.out);
    }

    /** The bridge without its baselines, and what its spool did meanwhile: for a profiler. */
    private void bridgeAlone(Load load) throws IOException, InterruptedException {
        List<Protocol> all = List.of(Protocol.values());
        all.forEach(protocol -> bench.receiver(protocol).hold());
        try (Server bridge = bench.bridge("alone", all)) {
            warmUp(bridge, load);
            for (int connections : new int[] {64, 64, 64, 1}) {
                double commits = bridge.metric("spool_commits_total", "");
                double seconds = bridge.metric("spool_commit_seconds_sum", "");
                Run run = load.run(bridge, connections, settings.seconds());
                commits = bridge.metric("spool_commits_total", "") - commits;
                seconds = bridge.metric("spool_commit_seconds_sum", "") - seconds;
                System.out.printf(
                        Locale.ROOT,
                        "%d connections: %,.0f/s, %.0f us of processor each, %.1f a commit of %.2f ms, writer busy %.0f %%%n",
                        connections,
                        run.perSecond(),
                        run.processorMicros(),
                        run.requests() / commits,
                        1e3 * seconds / commits,
                        100 * seconds * run.perSecond() / run.requests());
            }
            for (Protocol protocol : all) {
                double rate = new Draining(bench, report, load, settings.seconds(), 0).drain(bridge, List.of(protocol));
                System.out.printf(Locale.ROOT, "%s: %,.0f deliveries/s%n", protocol, rate);
            }
        }
    }

    /** Everything about accepting; nothing is delivered meanwhile. Returns the rate at 1 KB and 64 connections. */
    private double accepting(Load small, Load large) throws IOException, InterruptedException {
        bench.receiver(Protocol.HEC).hold();
        Server bridge = bench.bridge("accept", List.of(Protocol.HEC));
        Map<String, Server> servers = new LinkedHashMap<>();
        servers.put("nginx, return 200", bench.nginx());
        servers.put("Javalin, empty handler", bench.empty());
        servers.put("a synced transaction a request", bench.oneTransactionEach());
        servers.put("bridge", bridge);
        for (Server server : servers.values()) {
            warmUp(server, small);
        }
        double peak = compare("1 KB, 64 connections", servers, small, 64, new double[] {0.2, 0.6, 5});
        compare("20 KB, 64 connections", servers, large, 64, new double[] {0.25, 0.5, 2});
        compare("1 KB, 1 connection", servers, small, 1, new double[] {0, 0, 1});
        List<Double> tails = new ArrayList<>();
        double worst = 0;
        for (int round = 0; round < settings.rounds(); round++) {
            Run run = small.run(bridge, 64, settings.seconds(), Optional.of(0.8 * peak));
            tails.add(run.p99Millis());
            worst = Math.max(worst, run.maxMillis());
        }
        report.limit("bridge, 1 KB at 80 % of its peak: p99 to the answer, median", median(tails), "ms", 50, 1000);
        report.limit("bridge, 1 KB at 80 % of its peak: longest of all", worst, "ms", 250, 5000);
        servers.values().forEach(Server::close);
        bench.receiver(Protocol.HEC).release();
        return peak;
    }

    /** Lets the compiler of a JVM see the code often enough, which takes longer when the machine is busy. */
    private void warmUp(Server server, Load load) throws IOException, InterruptedException {
        long requests = 0;
        for (int run = 0; run < 3 && requests < settings.warmUp(); run++) {
            requests += load.run(server, 64, settings.seconds()).requests();
        }
    }

    private double compare(String what, Map<String, Server> servers, Load load, int connections, double[] targets)
            throws IOException, InterruptedException {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<String, Server> server : servers.entrySet()) {
                Run run = load.run(server.getValue(), connections, settings.seconds());
                if (run.errors() > 0) {
                    throw new IOException(server.getKey() + " answered " + run.errors() + " requests with errors; see "
                            + Files.readString(server.getValue().log()));
                }
                rates.computeIfAbsent(server.getKey(), any -> new ArrayList<>()).add(run.perSecond());
                costs.computeIfAbsent(server.getKey(), any -> new ArrayList<>()).add(run.processorMicros());
            }
        }
        List<Double> ours = rates.getOrDefault("bridge", List.of());
        int target = 0;
        for (Map.Entry<String, List<Double>> rate : rates.entrySet()) {
            report.rate(
                    rate.getKey() + ", " + what,
                    median(rate.getValue()),
                    median(costs.getOrDefault(rate.getKey(), List.of())),
                    Objects.requireNonNull(servers.get(rate.getKey())).stores()
                            ? Report.SYNCED
                            : Report.NOTHING_STORED);
            if (!rate.getKey().equals("bridge")) {
                double wanted = targets[target++];
                double ratio = median(ratios(ours, rate.getValue()));
                report.ratio("  bridge to " + rate.getKey() + ", " + what, ratio, wanted, wanted / 20);
            }
        }
        return median(ours);
    }

    private static List<Double> ratios(List<Double> ours, List<Double> theirs) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return ratios;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
