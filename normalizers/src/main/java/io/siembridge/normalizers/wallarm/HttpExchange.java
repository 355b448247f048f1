package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.IpText;
import io.siembridge.normalizers.ocsf.Text;
import io.siembridge.normalizers.vendor.HostText;
import io.siembridge.normalizers.vendor.Payload;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The request a hit was found in and the answer it got: who asked whom for what. */
final class HttpExchange {
    private static final Set<String> SCHEMA_METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final int MAX_SHOWN_PATH = 200;

    private final Payload hit;
    private final Payload hostField;
    private final Optional<HostText> host;
    private final Optional<Payload> source;
    private final Attributes request = Attributes.create();
    private final Attributes response = Attributes.create();

    private HttpExchange(Payload hit) {
        this.hit = hit;
        this.hostField = Given.first(hit, "host", "domain").orElse(hit.at("host"));
        this.host = Given.text(hostField).flatMap(HostText::of);
        this.source = Stream.of(hit.at("remote_addr4"), hit.at("remote_addr6"))
                .filter(address -> address.text().filter(IpText::isAddress).isPresent())
                .findFirst();
    }

    static HttpExchange of(Notification notification) {
        HttpExchange exchange = new HttpExchange(notification.hit());
        exchange.readRequest(notification);
        exchange.readResponse();
        return exchange;
    }

    /** Whether the schema's list of methods has it; a method such as {@code PROPFIND} is not in it. */
    static boolean isSchemaMethod(String method) {
        return SCHEMA_METHODS.contains(method);
    }

    /** Whether there is neither a request nor a response to show; HTTP activity needs one of them. */
    boolean isEmpty() {
        return request.isEmpty() && response.isEmpty();
    }

    Optional<String> method() {
        return Given.text(hit.at("method"));
    }

    /** The client's address in either family. */
    Optional<Payload> source() {
        return source;
    }

    Optional<Long> status() {
        return hit.number("response_status").filter(code -> code >= 1 && code <= 999);
    }

    void addTo(Attributes event) {
        status().ifPresent(code -> event.text("status_code", Long.toString(code)));
        source.ifPresent(address -> event.object("src_endpoint", endpoint -> addSource(endpoint, address)));
        event.object("dst_endpoint", this::addDestination);
        event.set("http_request", request).set("http_response", response);
    }

    /** Method and place in one line of text, each after a blank, such as {@code POST shop.example/cart}. */
    String shown() {
        String path = Given.text(hit.at("path")).orElse("").split("\\?", 2)[0];
        String shortened = path.length() > MAX_SHOWN_PATH ? Text.cut(path, MAX_SHOWN_PATH) + "…" : path;
        String place = host.map(HostText::host).orElse("") + shortened;
        return method().map(method -> " " + method).orElse("") + (place.isEmpty() ? "" : " " + place);
    }

    private void readRequest(Notification notification) {
        request.text("uid", hit.at("request_id"));
        if (method().filter(HttpExchange::isSchemaMethod).isPresent()) {
            request.text("http_method", hit.at("method"));
        }
        request.object("url", this::addUrl);
        ClientHeaders.addTo(request, hit.at("headers"));
        ClientHeaders.addTo(request, notification.details().at("headers"));
    }

    /** The vendor sends the path without the query; should one come all the same, it gets its own place. */
    private void addUrl(Attributes url) {
        String text = Given.textOf(hit, "path");
        int query = text.indexOf('?');
        if (query < 0) {
            Given.first(hit, "path").ifPresent(path -> url.text("path", path));
        } else {
            url.text("path", text.substring(0, query));
        }
        if (url.has("path")) {
            url.text("query_string", query < 0 ? "" : text.substring(query + 1));
            url.text("hostname", host.map(HostText::host));
        }
    }

    private void addSource(Attributes endpoint, Payload address) {
        Payload country = hit.at("remote_country");
        endpoint.ip("ip", address).port("port", hit.at("remote_port"));
        if (country.text().filter(COUNTRY.asMatchPredicate()).isPresent()) {
            endpoint.object("location", location -> location.text("country", country));
        }
    }

    private void addDestination(Attributes destination) {
        host.ifPresent(name -> name.addToEndpoint(destination, hostField));
        hit.at("applications").elements().stream()
                .flatMap(application -> application.text().stream())
                .findFirst()
                .ifPresent(application -> destination.text("svc_name", application));
    }

    private void readResponse() {
        if (status().isPresent()) {
            response.integer("code", hit.at("response_status"))
                    .integer("length", hit.at("response_len"))
                    .integer("latency", hit.at("response_time"));
        }
    }
}
