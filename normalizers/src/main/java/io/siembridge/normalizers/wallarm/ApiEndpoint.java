package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.ResourceRole;
import io.siembridge.normalizers.vendor.HostText;
import io.siembridge.normalizers.vendor.Payload;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint of the customer's API, as much of it as a notification says.
 *
 * @param method may be empty
 * @param host may be empty
 * @param path may be empty
 */
record ApiEndpoint(String method, String host, String path) {
    static final String TYPE = "API Endpoint";

    private static final String[] METHOD = {"http_method", "method"};
    private static final String[] HOST = {"api_host", "domain", "host"};
    private static final String[] PATH = {"endpoint_path", "path"};

    /** The endpoint that details name. Its parts stand unchanged in {@link #shown()}, so they are taken. */
    static ApiEndpoint takenFrom(Payload details) {
        ApiEndpoint endpoint = new ApiEndpoint(
                Given.textOf(details, METHOD), Given.textOf(details, HOST), Given.textOf(details, PATH));
        if (endpoint.isKnown()) {
            Stream.of(METHOD, HOST, PATH)
                    .flatMap(names -> Given.first(details, names).stream())
                    .forEach(Payload::markTaken);
        }
        return endpoint;
    }

    /** Whether it says more than a method. */
    boolean isKnown() {
        return !place().isEmpty();
    }

    /** Host and path. */
    String place() {
        return host + path;
    }

    /** The line that names the endpoint, such as {@code GET api.example/users}. */
    String shown() {
        return Stream.of(method, place()).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    /** Fills a {@code url} object, which cannot do without a path. */
    void addUrl(Attributes url) {
        if (!path.isEmpty()) {
            url.text("path", path);
            HostText.of(host).ifPresent(it -> url.text("hostname", it.host()));
        }
    }

    /** Fills an affected resource. */
    void addResource(Attributes resource) {
        resource.text("uid", shown()).text("name", shown());
        HostText.of(host).ifPresent(it -> resource.text(it.isAddress() ? "ip" : "hostname", it.host()));
        ResourceRole.AFFECTED.addTo(resource.text("type", TYPE));
    }
}
