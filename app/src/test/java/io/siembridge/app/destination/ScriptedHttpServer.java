package io.siembridge.app.destination;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * An HTTP/1.1 server on raw loopback sockets, which answers what it is told to, also what no server should. It keeps its
 * port over {@link #stop} and {@link #start}, and every request it has read.
 */
public final class ScriptedHttpServer implements AutoCloseable {
    private final Optional<SSLContext> tls;
    private final int port;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Reply> script = request -> Reply.of(200, "");
    private volatile Refusal refusal = Refusal.NONE;
    private boolean asksForCertificate;
    private ServerSocket listener;
    private Thread acceptor;

    /** What happens to a connection before a request is read from it. */
    public enum Refusal {
        NONE,
        /** It is never read from. */
        STALL,
        /** It is cut after the first bytes. */
        CUT,
        /** It is greeted in plain text, as servers of other protocols do. */
        GREET
    }

    public ScriptedHttpServer() throws IOException {
        this(Optional.empty());
    }

    public ScriptedHttpServer(SSLContext tls) throws IOException {
        this(Optional.of(tls));
    }

    private ScriptedHttpServer(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    public ScriptedHttpServer askingForCertificate() {
        asksForCertificate = true;
        return this;
    }

    public int port() {
        return port;
    }

    public String url(String path) {
        return (tls.isPresent() ? "https" : "http") + "://localhost:" + port + path;
    }

    public void answer(Function<Request, Reply> newScript) {
        script = newScript;
    }

    /** Answers with these in turn, and with the last one from then on. */
    public void answerInTurn(Reply... replies) {
        List<Reply> left = new ArrayList<>(List.of(replies));
        answer(request -> {
            synchronized (left) {
                return left.size() == 1 ? left.get(0) : left.remove(0);
            }
        });
    }

    public void refuse(Refusal newRefusal) {
        refusal = newRefusal;
    }

    public List<Request> requests() {
        return requests;
    }

    public synchronized ScriptedHttpServer start() {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            listener = tls.isPresent()
                    ? tls.get().getServerSocketFactory().createServerSocket(port, 50, loopback)
                    : new ServerSocket(port, 50, loopback);
            if (listener instanceof SSLServerSocket secured) {
                secured.setNeedClientAuth(asksForCertificate);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket accepting = listener;
        acceptor = daemon(() -> acceptFrom(accepting));
        return this;
    }

    public synchronized void stop() {
        try {
            if (listener != null) {
                listener.close();
                // Until the accepting thread has left the kernel the port is taken.
                acceptor.join();
            }
            for (Socket connection : connections) {
                connection.close();
            }
            connections.clear();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void acceptFrom(ServerSocket accepting) {
        try {
            while (true) {
                Socket connection = accepting.accept();
                connections.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException stopped) {
            // The test is over, or the peer is down for a while.
        }
    }

    private void serve(Socket connection) {
        Refusal how = refusal;
        if (how == Refusal.STALL) {
            return;
        }
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            if (how == Refusal.GREET) {
                connection.getOutputStream().write("220 mail.example.net ready\r\n".getBytes(StandardCharsets.UTF_8));
                in.readAllBytes();
                return;
            }
            if (how == Refusal.CUT) {
                in.readNBytes(20);
                connection.setSoLinger(true, 0);
                return;
            }
            for (Optional<Request> request = read(in); request.isPresent(); request = read(in)) {
                requests.add(request.get());
                if (!script.apply(request.get()).writeTo(connection.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException theOtherSideLeft) {
            // What it made of that is what the test looks at.
        }
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        String start = readLine(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        int target = start.indexOf(' ');
        return Optional.of(new Request(
                start.substring(0, target), start.substring(target + 1, start.lastIndexOf(' ')), headers, body));
    }

    /** A line without its end; empty also at the end of the stream. */
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-http-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * A request as it came.
     *
     * @param headers by their names in lower case
     */
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {
        public String header(String lowerCaseName) {
            return headers.getOrDefault(lowerCaseName, "");
        }

        /** The body as text, inflated if need be. */
        public String text() {
            try (InputStream in = header("content-encoding").equals("gzip")
                    ? new GZIPInputStream(new ByteArrayInputStream(body))
                    : new ByteArrayInputStream(body)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is written in answer to a request. */
    @FunctionalInterface
    public interface Reply {
        /** Returns whether the connection stays open. */
        boolean writeTo(OutputStream out) throws IOException;

        static Reply of(int status, String body, String... headers) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return out -> {
                out.write((head(status, headers) + "Content-Length: " + bytes.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.write(bytes);
                out.flush();
                return true;
            };
        }

        /** These bytes, of HTTP or not, and then the end of the connection. */
        static Reply raw(String text) {
            return out -> {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                return false;
            };
        }

        static Reply hangUp() {
            return out -> false;
        }

        static Reply endless(int status) {
            return out -> {
                out.write((head(status) + "\r\n").getBytes(StandardCharsets.UTF_8));
                byte[] more = "and so on ".repeat(1000).getBytes(StandardCharsets.UTF_8);
                while (true) {
                    out.write(more);
                }
            };
        }

        /** A status, the beginning of a body, and then silence until the other side or the test has enough. */
        static Reply stalling(int status, String beginning) {
            return out -> {
                out.write((head(status) + "Content-Length: 1000\r\n\r\n" + beginning).getBytes(StandardCharsets.UTF_8));
                out.flush();
                synchronized (out) {
                    try {
                        out.wait(20_000);
                    } catch (InterruptedException e) {
                        throw new SocketException("Interrupted");
                    }
                }
                return false;
            };
        }

        private static String head(int status, String... headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            return head.toString();
        }
    }
}
