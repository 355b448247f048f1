package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The bundled samples. */
@Command(name = "samples", description = "Lists or shows the bundled sample webhooks.", mixinStandardHelpOptions = true)
final class SamplesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public void run() {
        list(json);
    }

    @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--json", description = "Print JSON instead of a table.") boolean asJson) {
        PrintWriter out = spec.commandLine().getOut();
        ObjectMapper mapper = new JsonMapper();
        ArrayNode all = mapper.createArrayNode();
        for (Sample sample : new Samples(Vendors.all()).all()) {
            if (asJson) {
                all.addObject()
                        .put("vendor", sample.vendor().id())
                        .put("case", sample.name())
                        .put("bytes", sample.payload().length);
            } else {
                out.printf("%-50s %8d bytes%n", sample.id(), sample.payload().length);
            }
        }
        if (asJson) {
            out.println(all.toPrettyString());
        }
        out.flush();
    }

    @Command(
            name = "show",
            description = "Shows one as it is sent: headers, an empty line, the payload.",
            mixinStandardHelpOptions = true)
    void show(@Parameters(paramLabel = "VENDOR/CASE", description = "The sample.") String id) throws UsageException {
        Sample sample = SampleChoice.find(id);
        PrintWriter out = spec.commandLine().getOut();
        out.println(sample.headerLines().strip());
        out.println();
        out.println(new String(sample.payload(), StandardCharsets.UTF_8));
        out.flush();
    }
}
