package io.siembridge.normalizers.soveren;

import io.siembridge.normalizers.vendor.HostText;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;

/** The API endpoint a flow goes through: an object, or in place of one just its address. */
record ApiEndpoint(Payload payload) {
    /** The masked path. The attribute list of the documentation writes {@code URL}, its sample {@code url}. */
    Payload url() {
        if (!payload.isObject()) {
            return payload;
        }
        Payload url = payload.at("url");
        return url.text().isPresent() ? url : payload.at("URL");
    }

    Payload hostname() {
        return payload.at("hostname");
    }

    Optional<HostText> host() {
        return hostname().text().flatMap(HostText::of);
    }

    Payload method() {
        return payload.at("method");
    }

    Payload link() {
        return payload.at("link");
    }

    /** What a person calls it, such as {@code POST api.example.com/v1/orders}; empty without host and path. */
    Optional<String> name() {
        String host = hostname().text().orElse("");
        String path = url().text().orElse("");
        String place = path.contains("://") ? path : host + (needsSlash(host, path) ? "/" : "") + path;
        return Optional.of(place)
                .filter(known -> !known.isEmpty())
                .map(known ->
                        method().text().map(method -> method + " " + known).orElse(known));
    }

    private static boolean needsSlash(String host, String path) {
        return !host.isEmpty() && !path.isEmpty() && !path.startsWith("/");
    }
}
