package io.siembridge.app.operator;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Style or script of the console. Its address carries its digest, so that a browser keeps it for as long as it is the same,
 * and the page says which digest it expects.
 */
final class StaticFile {
    private final String name;
    private final String contentType;
    private final byte[] bytes;
    private final String integrity;

    private StaticFile(String name, String contentType, byte[] bytes) {
        this.name = name;
        this.contentType = contentType;
        this.bytes = bytes;
        this.integrity = "sha256-" + Base64.getEncoder().encodeToString(sha256(bytes));
    }

    static StaticFile read(String name, String contentType) {
        try (InputStream in = StaticFile.class.getResourceAsStream("static/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The program is not whole: static/" + name + " is missing");
            }
            return new StaticFile(name, contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read static/" + name, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    String path() {
        return Access.STATIC + name;
    }

    /** With the digest, for pages. */
    String url() {
        return path() + "?v=" + integrity.substring(7, 17).replaceAll("[^A-Za-z0-9]", "-");
    }

    String integrity() {
        return integrity;
    }

    void serve(Context context) {
        context.header("Cache-Control", "public, max-age=31536000, immutable");
        context.contentType(contentType).result(bytes);
    }
}
