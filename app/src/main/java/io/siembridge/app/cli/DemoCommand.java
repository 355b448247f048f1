package io.siembridge.app.cli;

import ch.qos.logback.classic.Level;
import io.siembridge.app.demo.Demo;
import io.siembridge.app.demo.Demo.Break;
import io.siembridge.app.demo.DemoReport;
import io.siembridge.app.telemetry.LogSetup;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole thing on one machine. */
@Command(
        name = "demo",
        description = {
            "Runs the whole thing on this machine with nothing installed.",
            "That is a bridge, a receiver for each destination that speaks the real protocol on a loopback socket, and every"
                    + " bundled sample, signed as its vendor would. Exit status 0 only if every event of every sample came"
                    + " out of every destination."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--keep", description = "Leave everything running and print the console's address.")
    private boolean keep;

    @Option(
            names = "--break",
            paramLabel = "STAGE",
            description = "Break one stage, to see that the demo notices: ${COMPLETION-CANDIDATES}.")
    private Optional<Break> broken = Optional.empty();

    @Option(names = "--json", description = "One JSON document instead of the table.")
    private boolean json;

    @Option(names = "--verbose", description = "Show the bridge's log.")
    private boolean verbose;

    @Override
    public Integer call() throws Exception {
        LogSetup.configure(LogSetup.Format.AUTO, verbose ? Level.INFO : Level.OFF);
        PrintWriter out = spec.commandLine().getOut();
        try (Demo demo = new Demo(spec.commandLine().getErr(), broken)) {
            DemoReport report = demo.run();
            if (json) {
                out.println(report.toJson());
            } else {
                report.printTable(out);
            }
            if (keep) {
                demo.announce(json ? spec.commandLine().getErr() : out);
                new CountDownLatch(1).await();
            }
            return report.isGood() ? 0 : 1;
        }
    }
}
