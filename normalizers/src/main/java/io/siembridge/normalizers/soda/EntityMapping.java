package io.siembridge.normalizers.soda;

import io.siembridge.normalizers.ocsf.Attributes;
import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.EventClass.Activity;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Contracts and their forerunners, agreements: texts about datasets that somebody changed. Neither carries a time. */
final class EntityMapping {
    private static final EventClass CLASS = EventClass.ENTITY_MANAGEMENT;

    private EntityMapping() {}

    /** {@code contractPublished}, which does not tell a new contract from a changed one. */
    static OcsfEvent contract(SodaEvents events) {
        Payload contract = events.message().at("contract");
        Optional<String> name = contractName(contract);
        if (name.isEmpty()) {
            return events.unknown();
        }
        EventBuilder event = start(events, CLASS.otherActivity("Publish"));
        contract.take("dataset");
        setEntity(event, "Data Contract", entity -> {
            entity.text("uid", name).text("name", name);
            entity.object("data", details -> {
                details.json("datasource", contract.at("datasource"));
                digest(details, contract.at("contents"));
            });
        });
        setActor(event, contract.at("author"));
        event.message("Data contract of " + name.get() + " published" + by(contract.at("author")));
        return events.finish(event, contract, "contract", Forwarding.ALWAYS);
    }

    /** {@code agreementCreated}, {@code agreementContentsUpdated}, {@code agreementDeleted}. */
    static OcsfEvent agreement(SodaEvents events, int activity, String verb) {
        Payload agreement = events.message().at("agreement");
        Payload name = agreement.firstOf("label", "id");
        Payload person = agreement.firstOf("createdBy", "updatedBy", "deletedBy");
        if (name.text().isEmpty()) {
            return events.unknown();
        }
        EventBuilder event = start(events, CLASS.activity(activity));
        event.inMetadata(metadata -> metadata.text("original_event_uid", agreement.at("id")));
        setEntity(event, "Data Agreement", entity -> {
            entity.text("uid", agreement.at("id")).text("name", name);
            entity.object("data", details -> {
                details.text("path", agreement.at("testsFile", "path"));
                digest(details, agreement.at("testsFile", "contents"));
            });
        });
        setActor(event, person);
        event.message("Data agreement " + name.text().get() + " " + verb + by(person));
        return events.finish(event, agreement, "contract", Forwarding.ALWAYS);
    }

    private static EventBuilder start(SodaEvents events, Activity activity) {
        return events.start(CLASS, activity).severity(Severity.INFORMATIONAL).status(1, "Success");
    }

    private static void setEntity(EventBuilder event, String type, Consumer<Attributes> content) {
        event.attributes().object("entity", entity -> {
            entity.choice("type_id", 99, "type", type);
            content.accept(entity);
        });
    }

    private static void setActor(EventBuilder event, Payload person) {
        Attributes user = People.user(person);
        event.attributes().object("actor", actor -> actor.set("user", user));
    }

    /** The dataset; before it had a name of its own, the data source and the prefixes below it. */
    private static Optional<String> contractName(Payload contract) {
        return contract.text("dataset").or(() -> {
            String joined = contract.at("prefixes").elements().stream()
                    .flatMap(prefix -> prefix.text().stream())
                    .collect(Collectors.joining("/"));
            return joined.isEmpty() ? contract.text("datasource") : Optional.of(joined);
        });
    }

    /** A digest, so that a change shows even to those who do not keep the text. */
    private static void digest(Attributes details, Payload contents) {
        contents.text()
                .map(text -> EventFactory.sha256(text.getBytes(StandardCharsets.UTF_8)))
                .ifPresent(digest -> details.text("contents_sha256", digest));
    }

    private static String by(Payload person) {
        return People.inWords(person).map(name -> " by " + name).orElse("");
    }
}
