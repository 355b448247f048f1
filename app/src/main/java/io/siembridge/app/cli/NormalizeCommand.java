package io.siembridge.app.cli;

import io.siembridge.normalizers.Vendors;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import io.siembridge.normalizers.vendor.Provenance;
import io.siembridge.normalizers.vendor.Vendor;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns payload files into OCSF events, offline. */
@Command(
        name = "normalize",
        description = "Turns payload files, or standard input, into OCSF events: one JSON object a line.",
        mixinStandardHelpOptions = true)
final class NormalizeCommand implements Callable<Integer> {
    /** A receipt that no webhook has: nothing was received. */
    private static final String NO_RECEIPT = "00000000000000000000000000";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--vendor",
            required = true,
            paramLabel = "VENDOR",
            description = "The vendor whose payloads these are.")
    private String vendorId = "";

    @Option(
            names = "--header",
            paramLabel = "'Name: value'",
            description =
                    "A header the webhook came with, such as 'X-Snyk-Event: ping/v0'; may be given several times.")
    private List<String> headerLines = List.of();

    @Option(names = "--raw-data", description = "Add the original text of each item as raw_data.")
    private boolean rawData;

    @Parameters(paramLabel = "FILE", description = "Payload files; standard input if none is named, or for -.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws Exception {
        Vendor vendor = Vendors.withId(vendorId)
                .orElseThrow(() -> new UsageException("There is no vendor " + vendorId + "; known are "
                        + Vendors.all().stream().map(Vendor::id).collect(Collectors.joining(", "))));
        Map<String, String> headers = headers();
        boolean good = true;
        if (files.isEmpty()) {
            good = normalize(vendor, headers, "standard input", System.in.readAllBytes());
        }
        for (Path file : files) {
            good &= normalize(vendor, headers, file.toString(), PayloadFile.read(file));
        }
        return good ? 0 : 1;
    }

    private Map<String, String> headers() throws UsageException {
        Map<String, String> headers = new HashMap<>();
        HeaderLines.parse(headerLines).forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    private boolean normalize(Vendor vendor, Map<String, String> headers, String name, byte[] body) {
        PrintWriter err = spec.commandLine().getErr();
        Provenance provenance = new Provenance(
                NO_RECEIPT, vendor.id(), Instant.now(), "unverified", headers, EventFactory.sha256(body));
        NormalizerSettings settings = new NormalizerSettings(rawData, vendor.severities(), Optional.empty());
        try {
            Normalization result = vendor.normalizer(settings).normalize(body, provenance);
            print(result.events());
            result.unreadable()
                    .forEach(item -> err.println(name + " " + item.path() + " cannot be read: " + item.reason()));
            result.novelties()
                    .forEach(novelty -> err.println(name + " has an unknown "
                            + novelty.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": "
                            + novelty.name()));
            return result.unreadable().isEmpty();
        } catch (MalformedPayloadException e) {
            err.println(name + " cannot be read: " + e.getMessage());
            return false;
        }
    }

    /** Bytes, not text: what goes out is exactly what a destination would get. */
    private static void print(List<OcsfEvent> events) {
        PrintStream out = System.out;
        for (OcsfEvent event : events) {
            byte[] line = event.toBytes();
            out.write(line, 0, line.length);
            out.write('\n');
        }
        out.flush();
    }
}
