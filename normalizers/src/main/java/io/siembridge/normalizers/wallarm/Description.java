package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.vendor.Times;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The vendor's English text, the only place of some facts. Its wording is not promised: what is not found in it is
 * simply not known. All patterns are bounded, because the text can be of any length.
 */
record Description(String text) {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"<>]{1,2000}");
    private static final Pattern FROM = Pattern.compile("[?&]time_from=([0-9]{9,13})(?![0-9])");
    private static final Pattern TO = Pattern.compile("[?&]time_to=([0-9]{9,13})(?![0-9])");
    private static final Pattern THRESHOLD =
            Pattern.compile("\\b(\\p{Alpha}{3,20}) exceeded ([0-9]{1,9}) in ([^.,;\"\\r\\n]{1,40})");
    private static final Pattern CLAUSES = Pattern.compile(
            "^Additional trigger[^\\r\\n]{0,20}clauses:[ \\t]{0,9}\\R([^\\r\\n]{1,2000})", Pattern.MULTILINE);
    private static final Pattern DENYLISTED = Pattern.compile("\\bIP address (\\S{2,45}) (?:was|has been) denylisted");
    private static final Pattern ACCOUNTS =
            Pattern.compile("^Compromised accounts:[ \\t]{0,9}([^\\r\\n]{1,10000})", Pattern.MULTILINE);
    private static final Pattern ACCOUNTS_URL =
            Pattern.compile("^Associated URL:[ \\t]{0,9}(\\S{1,2000})", Pattern.MULTILINE);
    private static final Pattern PERSON =
            Pattern.compile("([^<>\\r\\n\"]{0,200}?)[ ]?<([^<>@\\s]{1,64}@[^<>@\\s]{1,255})>");
    private static final Pattern ADDED_OR_REMOVED_USER = Pattern.compile("\\b[Uu]ser " + PERSON);
    private static final Pattern ROLE =
            Pattern.compile("\\bwith the role (\\p{Lu}[\\p{L} ]{1,40}?)(?= (?:was|has|is|by)\\b|[.,\\r\\n]|$)");
    private static final Pattern NEW_ROLE = Pattern.compile(
            "\\bto (?:the )?(?:role )?[\"“]?((?:Global )?(?:Administrator|Analyst|Read only|Read Only)|API developer|Deploy)\\b");
    private static final Pattern ACTOR = Pattern.compile("\\bby " + PERSON);

    Optional<String> link() {
        return first(LINK, 0);
    }

    /** A limit that was passed, such as five incidents in one minute. */
    Optional<Threshold> threshold() {
        Matcher found = THRESHOLD.matcher(text);
        return found.find()
                ? Optional.of(new Threshold(
                        found.group(1),
                        Long.parseLong(found.group(2)),
                        found.group(3).strip()))
                : Optional.empty();
    }

    Optional<String> clauses() {
        return first(CLAUSES, 1);
    }

    Optional<String> denylistedAddress() {
        return first(DENYLISTED, 1);
    }

    List<String> compromisedAccounts() {
        return first(ACCOUNTS, 1).stream()
                .flatMap(list -> Stream.of(list.split("[,;]", -1)))
                .map(String::strip)
                .filter(account -> !account.isEmpty())
                .toList();
    }

    Optional<String> compromisedUrl() {
        return first(ACCOUNTS_URL, 1);
    }

    /** The user a sentence such as {@code A new user NAME <MAIL> with the role ROLE was added} speaks of. */
    Optional<Person> user() {
        return person(ADDED_OR_REMOVED_USER);
    }

    Optional<String> role() {
        return first(ROLE, 1);
    }

    /** The role somebody was given, from {@code changed to ROLE}; only the vendor's own roles are taken for one. */
    Optional<String> newRole() {
        return first(NEW_ROLE, 1);
    }

    /** Who did it, from {@code by NAME <MAIL>}. */
    Optional<Person> actor() {
        return person(ACTOR);
    }

    private Optional<Person> person(Pattern pattern) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(new Person(found.group(1).strip(), found.group(2))) : Optional.empty();
    }

    private Optional<String> first(Pattern pattern, int group) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(group).strip()) : Optional.empty();
    }

    /** From when the events are that a link to the vendor's console shows, in milliseconds since 1970. */
    static Optional<Long> timeFrom(String link) {
        return time(FROM, link);
    }

    /** Until when. */
    static Optional<Long> timeTo(String link) {
        return time(TO, link);
    }

    private static Optional<Long> time(Pattern pattern, String link) {
        Matcher found = pattern.matcher(link);
        return found.find() ? Times.epochMillis(Long.parseLong(found.group(1))) : Optional.empty();
    }

    record Threshold(String what, long count, String period) {}
}
