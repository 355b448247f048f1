package io.siembridge.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * A receiver that does as little as its protocol allows: reads, answers, throws away. While held it takes connections and
 * bytes and answers nothing, so that a backlog can gather.
 */
public final class Receiver implements AutoCloseable {
    /** How a receiver speaks. */
    public enum Protocol {
        HEC,
        FORWARD,
        SYSLOG
    }

    private final Protocol protocol;
    private final ServerSocket server;
    private final Object gate = new Object();
    private boolean held;
    private volatile long answeredAt;

    public Receiver(Protocol protocol) throws IOException {
        this.protocol = protocol;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, protocol + "-receiver");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Reading of the nano clock when it last answered a request. Of HEC only. */
    public long answeredAt() {
        return answeredAt;
    }

    public void hold() {
        synchronized (gate) {
            held = true;
        }
    }

    public void release() {
        synchronized (gate) {
            held = false;
            gate.notifyAll();
        }
    }

    private void pass() throws InterruptedException {
        synchronized (gate) {
            while (held) {
                gate.wait();
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(() -> talk(socket), protocol + "-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                OutputStream out = socket.getOutputStream()) {
            switch (protocol) {
                case HEC -> hec(in, out);
                case FORWARD -> forward(in, out);
                case SYSLOG -> syslog(in);
            }
        } catch (IOException gone) {
            // The bridge closes its connections as it likes.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void hec(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] answer =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{\"text\":\"Success\",\"code\":0}"
                        .getBytes(StandardCharsets.US_ASCII);
        while (true) {
            long length = 0;
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length =
                            Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
                }
            }
            in.skipNBytes(length);
            pass();
            out.write(answer);
            answeredAt = System.nanoTime();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException();
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }

    private void forward(InputStream in, OutputStream out) throws IOException, InterruptedException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(in)) {
            while (unpacker.hasNext()) {
                unpacker.unpackArrayHeader();
                unpacker.skipValue();
                int length = unpacker.unpackBinaryHeader();
                unpacker.readPayload(length);
                String chunk = "";
                for (int options = unpacker.unpackMapHeader(); options > 0; options--) {
                    if (unpacker.unpackString().equals("chunk")) {
                        chunk = unpacker.unpackString();
                    } else {
                        unpacker.skipValue();
                    }
                }
                pass();
                acknowledge(chunk, out);
            }
        }
    }

    private static void acknowledge(String chunk, OutputStream out) throws IOException {
        try (var packer = MessagePack.newDefaultBufferPacker()) {
            packer.packMapHeader(1).packString("ack").packString(chunk);
            out.write(packer.toByteArray());
        }
    }

    private void syslog(InputStream in) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            pass();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        release();
    }
}
