package io.siembridge.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** A command that asks a running bridge: it gets one answer, and prints that as JSON for scripts or as text for people. */
abstract class OperatorCommand implements Callable<Integer> {
    @Mixin
    private OperatorOptions operator = new OperatorOptions();

    /** Asks, or has something done; what is returned is what {@code --json} prints. */
    abstract JsonNode ask() throws Exception;

    /** Writes the answer for people. */
    abstract void print(JsonNode answer, PrintWriter out) throws Exception;

    /** Whether what was asked for is so, or was done. */
    boolean isGood(JsonNode answer) {
        return true;
    }

    @Override
    public final Integer call() throws Exception {
        JsonNode answer = ask();
        PrintWriter out = operator.out();
        if (operator.json()) {
            out.println(answer.toPrettyString());
        } else {
            print(answer, out);
        }
        out.flush();
        return isGood(answer) ? finish() : ExitCode.SOFTWARE;
    }

    /** What is left to do when the answer is printed; returns the exit code. */
    int finish() throws Exception {
        return ExitCode.OK;
    }

    final OperatorClient client() throws UsageException {
        return operator.client();
    }

    /** Where it is asked. */
    final String url() throws UsageException {
        return operator.url();
    }

    /** For what is no part of the answer. */
    final PrintWriter err() {
        return operator.err();
    }
}
