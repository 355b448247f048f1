package io.siembridge.app.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receivers that keep what they get, and answer as a test wants. */
final class TestPeers {
    private TestPeers() {}

    /** What an HTTP receiver answers. */
    @FunctionalInterface
    interface Answering {
        void answer(HttpExchange exchange, String body) throws IOException;

        /** A status with a text. */
        static Answering with(int status, String text) {
            return (exchange, body) -> reply(exchange, status, text);
        }

        static void reply(HttpExchange exchange, int status, String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            boolean noBody = status == 204 || status == 205 || status == 304;
            exchange.sendResponseHeaders(status, noBody ? -1 : bytes.length);
            if (!noBody) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    /** An HTTP receiver on the loopback. */
    static final class Http implements AutoCloseable {
        private final HttpServer server;
        private final ExecutorService executor = Executors.newCachedThreadPool();
        private final List<String> bodies = new CopyOnWriteArrayList<>();
        private volatile Answering answering;

        Http(Answering answering) throws IOException {
            this.answering = answering;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::handle);
            server.setExecutor(executor);
            server.start();
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                bodies.add(body);
                answering.answer(exchange, body);
            }
        }

        void answers(Answering newAnswering) {
            answering = newAnswering;
        }

        List<String> bodies() {
            return bodies;
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            executor.shutdownNow();
        }
    }

    /** A TCP receiver that only listens. */
    static final class Tcp implements AutoCloseable {
        private final ServerSocket server;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final List<Socket> connections = new CopyOnWriteArrayList<>();

        Tcp() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::accept, "tcp-peer");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    connections.add(socket);
                    Thread thread = new Thread(() -> read(socket), "tcp-peer-connection");
                    thread.setDaemon(true);
                    thread.start();
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void read(Socket socket) {
            byte[] buffer = new byte[65_536];
            try (InputStream in = socket.getInputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    synchronized (received) {
                        received.write(buffer, 0, n);
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        int port() {
            return server.getLocalPort();
        }

        int connections() {
            return connections.size();
        }

        String received() {
            synchronized (received) {
                return received.toString(UTF_8);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }

    /** A success without an end. */
    static Answering endless(int status) {
        return (exchange, body) -> {
            exchange.sendResponseHeaders(status, 0);
            byte[] much = new byte[65_536];
            OutputStream out = exchange.getResponseBody();
            while (!Thread.currentThread().isInterrupted()) {
                out.write(much);
            }
        };
    }
}
