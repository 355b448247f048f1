package io.siembridge.app.destination;

import io.siembridge.app.config.Secret;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import io.siembridge.app.tls.TlsFault;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges requests for answers with one peer: one client for all, HTTP/1.1, no redirects, one deadline for a whole
 * exchange. May be used by several threads.
 */
public final class HttpSender {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final List<Secret> secrets;
    private @Nullable HttpClient client;

    /**
     * Makes a sender; the client with its threads, and the files of TLS, wait for the first request.
     *
     * @param secrets what is taken out of everything that is shown
     */
    public HttpSender(HttpSettings settings, Collection<Secret> secrets) {
        this.settings = settings;
        this.secrets = List.copyOf(secrets);
    }

    /**
     * The answer to a request.
     *
     * @param limit the most bytes to read of it
     */
    public HttpAnswer send(HttpRequest request, int limit) throws HttpFault, InterruptedException {
        AtomicReference<Begun> begun = new AtomicReference<>();
        CompletableFuture<HttpResponse<BoundedBody.Read>> exchange = client().sendAsync(request, head -> {
            BoundedBody body = new BoundedBody(limit);
            begun.set(new Begun(head, body));
            return body;
        });
        try {
            HttpResponse<BoundedBody.Read> answer =
                    exchange.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return answer(answer.statusCode(), answer.headers(), answer.body(), limit);
        } catch (TimeoutException e) {
            // The client's own timeout ends with the headers; and only cancelling this very future frees the socket.
            exchange.cancel(true);
            return answerSoFar(begun.get(), limit)
                    .orElseThrow(() -> new HttpFault(Outcome.retry(settings.origin() + " did not answer within "
                            + settings.timeout().toMillis() + " ms")));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            Optional<HttpAnswer> answered = answerSoFar(begun.get(), limit);
            if (answered.isPresent()) {
                return answered.get();
            }
            throw fault(e.getCause() == null ? e : e.getCause());
        }
    }

    private HttpFault fault(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        Optional<String> tlsFault = TlsFault.of(cause);
        if (tlsFault.isPresent()) {
            forgetClient();
            return new HttpFault(Outcome.paused("TLS with " + settings.origin() + " failed: " + shown(tlsFault.get())));
        }
        return new HttpFault(Outcome.retry(settings.origin() + ": " + describe(cause)));
    }

    private String describe(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            return "no connection within " + connectTimeout().toMillis() + " ms";
        }
        if (cause instanceof ConnectException) {
            return isUnresolved(cause) ? "the host name could not be resolved" : "could not connect" + detail(cause);
        }
        return "the exchange broke off" + detail(cause);
    }

    private static boolean isUnresolved(Throwable cause) {
        return cause.getCause() instanceof UnresolvedAddressException
                || (cause.getCause() != null && cause.getCause().getCause() instanceof UnresolvedAddressException);
    }

    private String detail(Throwable cause) {
        return cause.getMessage() == null ? "" : ": " + shown(cause.getMessage());
    }

    /** A message can quote the peer, and the peer can quote us. */
    private String shown(String message) {
        return Excerpt.of(message.getBytes(StandardCharsets.UTF_8), secrets);
    }

    private static HttpAnswer answer(int status, HttpHeaders headers, BoundedBody.Read body, int limit) {
        // Not asked for, but who asks for nothing gets what a proxy likes (RFC 9110, 12.5.3).
        boolean compressed = headers.firstValue("Content-Encoding")
                .map(String::strip)
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        byte[] bytes = compressed ? Gzip.beginning(body.bytes(), limit) : body.bytes();
        return new HttpAnswer(status, headers, bytes, body.brokenOff());
    }

    private static Optional<HttpAnswer> answerSoFar(@Nullable Begun begun, int limit) {
        return Optional.ofNullable(begun)
                .map(it -> answer(
                        it.head().statusCode(), it.head().headers(), it.body().soFar(), limit));
    }

    private synchronized HttpClient client() throws HttpFault {
        HttpClient made = client;
        if (made == null) {
            made = makeClient();
            client = made;
        }
        return made;
    }

    /** Certificates and keys are read again for the next request: what was wrong may have been mended. */
    private synchronized void forgetClient() {
        client = null;
    }

    private HttpClient makeClient() throws HttpFault {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // else every plain request offers an upgrade to HTTP/2
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout())
                .proxy(settings.proxy().map(HttpSender::through).orElse(HttpClient.Builder.NO_PROXY));
        if (settings.url().getScheme().equals("https")) {
            try {
                builder.sslContext(TlsContexts.client(settings.tls()))
                        .sslParameters(TlsContexts.parameters(settings.tls()));
            } catch (TlsConfigurationException e) {
                throw new HttpFault(Outcome.paused(String.valueOf(e.getMessage())));
            }
        }
        return builder.build();
    }

    private Duration connectTimeout() {
        return settings.timeout().compareTo(LONGEST_CONNECT) < 0 ? settings.timeout() : LONGEST_CONNECT;
    }

    private static ProxySelector through(URI proxy) {
        int port = proxy.getPort() == -1 ? 80 : proxy.getPort();
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port));
    }

    /** An answer whose status is known while its body is still to come. */
    private record Begun(HttpResponse.ResponseInfo head, BoundedBody body) {}
}
