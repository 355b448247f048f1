package io.siembridge.app;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** Standard output that remembers why it could not be written, which {@link PrintStream} keeps to itself. */
final class StandardOutput extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    StandardOutput(OutputStream out) {
        super(out);
    }

    /** Puts one in the place of {@code System.out}. */
    static StandardOutput install() {
        StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        String charset =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        System.setOut(new PrintStream(new BufferedOutputStream(output, 8192), true, Charset.forName(charset)));
        return output;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    /** Why something written is not there; empty too if its reader has gone, as {@code head} does when it has enough. */
    synchronized Optional<String> lost() {
        return failure.map(IOException::getMessage).filter(message -> !message.contains("Broken pipe"));
    }
}
