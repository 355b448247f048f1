package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stolen credentials that somebody tried, as a detection finding with the accounts as evidence. The vendor publishes the
 * text of this notification only, so the text is read where the details say nothing.
 */
final class CompromisedLoginsMapping implements Mapping {
    static final String TYPE = "compromised_logins";

    private static final Pattern SCHEME = Pattern.compile("^https?://");

    @Override
    public Optional<EventBuilder> normalize(Notification notification, WallarmEvents events) {
        if (!notification.type().equals(TYPE)) {
            return Optional.empty();
        }
        List<String> accounts = accounts(notification);
        ApiEndpoint place = place(notification);
        String[] identity = Stream.concat(accounts.stream().sorted(), Stream.of(place.place()))
                .toArray(String[]::new);
        String object = accounts.isEmpty() ? WallarmEvents.objectOf(notification) : WallarmEvents.digest(identity);
        EventBuilder event = events.startDetection(
                notification, "Credential Stuffing Detection", object, "Stolen credentials detected");
        event.message(message(accounts, place));
        event.attributes().object("finding_info", finding -> {
            finding.addText("types", TYPE);
            Trigger.addTo(finding, notification);
            finding.text("src_url", notification.description().link());
            finding.url("src_url", notification.details().at("link"));
        });
        addEvidences(event.attributes(), accounts, place);
        if (place.isKnown()) {
            event.attributes().add("resources", place::addResource);
        }
        return Optional.of(event);
    }

    private static List<String> accounts(Notification notification) {
        List<String> sent = Stream.of("compromised_logins", "compromised_accounts", "accounts", "logins")
                .map(name -> notification.details().at(name))
                .flatMap(list -> list.elements().stream())
                .flatMap(account -> account.text().stream())
                .toList();
        return sent.isEmpty() ? notification.description().compromisedAccounts() : sent;
    }

    private static ApiEndpoint place(Notification notification) {
        String url = Given.first(notification.details(), "url", "associated_url")
                .flatMap(Payload::text)
                .or(notification.description()::compromisedUrl)
                .map(text -> SCHEME.matcher(text).replaceFirst(""))
                .orElse("");
        int slash = url.indexOf('/');
        return slash < 0
                ? new ApiEndpoint("", url, "")
                : new ApiEndpoint("", url.substring(0, slash), url.substring(slash));
    }

    private static String message(List<String> accounts, ApiEndpoint place) {
        String whose = accounts.isEmpty()
                ? ""
                : accounts.size() == 1 ? " of " + accounts.get(0) : " of " + accounts.size() + " accounts";
        return "Stolen credentials" + whose + " were used" + (place.isKnown() ? " at " + place.place() : "");
    }

    private static void addEvidences(Attributes event, List<String> accounts, ApiEndpoint place) {
        for (String account : accounts) {
            event.add(
                    "evidences",
                    evidence -> evidence.object("user", user -> addUser(user, account))
                            .object("url", place::addUrl));
        }
        if (accounts.isEmpty()) {
            event.add("evidences", evidence -> evidence.object("url", place::addUrl));
        }
    }

    private static void addUser(Attributes user, String account) {
        user.text("uid", account);
        if (Attributes.isEmail(account)) {
            user.text("email_addr", account);
        } else {
            user.text("name", account);
        }
    }
}
