package io.siembridge.app.source;

import io.siembridge.app.listener.ListenException;
import io.siembridge.app.source.ServerConfig.ServerTls;
import io.siembridge.app.tls.TlsConfigurationException;
import io.siembridge.app.tls.TlsContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTPS from PEM files, which are read again when they change: a renewed certificate needs no restart. */
final class TlsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
    private static final long LOOK_SECONDS = 10;

    private final ServerTls files;
    private final SslContextFactory.Server context = new SslContextFactory.Server();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "certificate-watch");
        thread.setDaemon(true);
        return thread;
    });
    private List<FileTime> loaded = List.of();

    TlsListener(ServerTls files) {
        this.files = files;
    }

    /** Reads the files for the first time, so that a fault in them is told before anything listens. */
    void prepare() throws ListenException {
        try {
            loaded = lastModified();
            load(context);
        } catch (IOException | TlsConfigurationException e) {
            throw new ListenException(
                    "Cannot listen with TLS (server.tls): " + explain(e)
                            + ". Name PEM files with the certificate chain and its PKCS#8 key.",
                    e);
        }
        ScheduledFuture<?> unused =
                watch.scheduleWithFixedDelay(this::reloadIfChanged, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private static String explain(Exception failure) {
        return failure instanceof NoSuchFileException missing
                ? "there is no file " + missing.getFile()
                : String.valueOf(failure.getMessage());
    }

    ServerConnector connector(Server server, HttpConfiguration http) {
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server, 1, 1, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(secure));
    }

    private void load(SslContextFactory.Server into) throws TlsConfigurationException {
        into.setKeyStore(TlsContexts.keyStore(files.certificate(), files.key()));
        into.setKeyStorePassword(new String(TlsContexts.storePassword()));
    }

    /** The certificate in use stays in use when the new files cannot be. */
    void reloadIfChanged() {
        try {
            List<FileTime> modified = lastModified();
            if (!modified.equals(loaded)) {
                loaded = modified;
                context.reload(factory -> {
                    try {
                        load((SslContextFactory.Server) factory);
                    } catch (TlsConfigurationException e) {
                        throw new IllegalStateException(e);
                    }
                });
                LOG.info("The certificate of the public listener was read again from {}", files.certificate());
            }
        } catch (Exception unusable) {
            LOG.error("The changed certificate in {} cannot be used; the old one stays", files.certificate(), unusable);
        }
    }

    private List<FileTime> lastModified() throws IOException {
        return List.of(Files.getLastModifiedTime(files.certificate()), Files.getLastModifiedTime(files.key()));
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
