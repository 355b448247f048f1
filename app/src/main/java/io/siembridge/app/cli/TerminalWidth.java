package io.siembridge.app.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How many columns there are to write in. */
final class TerminalWidth {
    private static final int LEAST = 20;

    private TerminalWidth() {}

    /** What COLUMNS says, or else the terminal; empty when the output goes elsewhere, where nothing needs to fit. */
    static Optional<Integer> find() {
        return Optional.ofNullable(System.getenv("COLUMNS"))
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .or(TerminalWidth::ofTerminal)
                .filter(columns -> columns >= LEAST);
    }

    /**
     * Shells keep COLUMNS to themselves, and Java cannot ask a terminal; stty can, of the one on its standard input. Of a
     * file or pipe it says nothing.
     */
    private static Optional<Integer> ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/stdout"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return Optional.empty();
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("[0-9]+ [0-9]{1,4}")
                    ? Optional.of(Integer.parseInt(size.substring(size.indexOf(' ') + 1)))
                    : Optional.empty();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
