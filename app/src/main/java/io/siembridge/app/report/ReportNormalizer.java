package io.siembridge.app.report;

import io.siembridge.normalizers.ocsf.EventBuilder;
import io.siembridge.normalizers.ocsf.EventClass;
import io.siembridge.normalizers.ocsf.Forwarding;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.ocsf.Severity;
import io.siembridge.normalizers.vendor.EventFactory;
import io.siembridge.normalizers.vendor.Item;
import io.siembridge.normalizers.vendor.ItemNormalizer;
import io.siembridge.normalizers.vendor.Novelties;
import io.siembridge.normalizers.vendor.Payload;
import java.util.List;

/** One base event for each account of a report. Its message is the equation, the numbers are under {@code unmapped}. */
final class ReportNormalizer implements ItemNormalizer {
    @Override
    public List<OcsfEvent> normalize(Item item, EventFactory factory, Novelties novelties) {
        Payload account = Payload.of(item.json());
        String kind = account.text(LedgerReport.KIND).orElse("");
        EventBuilder event = factory.start(
                EventClass.BASE_EVENT,
                EventClass.BASE_EVENT.otherActivity("Ledger"),
                item.path(),
                "SIEM Bridge",
                "ledger." + kind);
        event.severity(Severity.INFORMATIONAL).message(message(account, kind));
        event.attributes()
                .integer("start_time", account.at(LedgerReport.START))
                .integer("end_time", account.at(LedgerReport.END))
                .integer("count", account.number(LedgerReport.RECEIVED).orElse(1L));
        account.number(LedgerReport.END).ifPresent(event::time);
        // Of the account, not of the bytes it stands in: an hour of a source has one uid, whatever it is reported with.
        String uid = EventFactory.digest(
                ReportVendor.ID,
                account.text(LedgerReport.BRIDGE).orElse(""),
                kind,
                account.text(kind).orElse(""),
                account.text(LedgerReport.HOUR).orElse(""));
        event.inMetadata(metadata -> metadata.text("uid", uid));
        return List.of(factory.finish(event, item, account, "ledger", Forwarding.ALWAYS));
    }

    private static String message(Payload account, String kind) {
        String name = account.text(kind).orElse("");
        return kind.equals(LedgerReport.SOURCE)
                ? "Source " + name + ", hour " + account.text(LedgerReport.HOUR).orElse("") + ": "
                        + equation(account, LedgerReport.RECEIVED, LedgerReport.PARTS_OF_RECEIVED)
                : "Destination " + name + ": " + equation(account, LedgerReport.OWED, LedgerReport.PARTS_OF_OWED);
    }

    private static String equation(Payload account, String sum, List<String> parts) {
        return number(account, sum) + " = "
                + String.join(
                        " + ", parts.stream().map(part -> number(account, part)).toList());
    }

    private static String number(Payload account, String name) {
        return name + " " + account.number(name).orElse(0L);
    }
}
