package io.siembridge.app.operator;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Style or script of the console, read when it is first asked for. Its address carries its digest, so that a browser keeps it
 * for as long as it is the same, and the page says which digest it expects.
 */
final class StaticFile {
    private final String name;
    private final String contentType;
    private @Nullable Content content;

    private record Content(byte[] bytes, String digest) {}

    StaticFile(String name, String contentType) {
        this.name = name;
        this.contentType = contentType;
    }

    String path() {
        return Access.STATIC + name;
    }

    /** With the digest, for pages. */
    String url() {
        return path() + "?v=" + content().digest().substring(0, 10).replaceAll("[^A-Za-z0-9]", "-");
    }

    String integrity() {
        return "sha256-" + content().digest();
    }

    void serve(Context context) {
        context.header("Cache-Control", "public, max-age=31536000, immutable");
        context.contentType(contentType).result(content().bytes());
    }

    private synchronized Content content() {
        Content known = content;
        if (known == null) {
            known = read();
            content = known;
        }
        return known;
    }

    private Content read() {
        try (InputStream in = StaticFile.class.getResourceAsStream("static/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The program is not whole: static/" + name + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Content(bytes, Base64.getEncoder().encodeToString(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read static/" + name, e);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
