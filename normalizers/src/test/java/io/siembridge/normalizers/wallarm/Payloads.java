package io.siembridge.normalizers.wallarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siembridge.normalizers.SampleCase;
import io.siembridge.normalizers.Webhooks;
import io.siembridge.normalizers.ocsf.OcsfEvent;
import io.siembridge.normalizers.vendor.MalformedPayloadException;
import io.siembridge.normalizers.vendor.Normalization;
import io.siembridge.normalizers.vendor.NormalizerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Notifications for tests. */
final class Payloads {
    static final WallarmVendor VENDOR = new WallarmVendor();
    static final NormalizerSettings DEFAULTS = NormalizerSettings.defaultsFor(VENDOR);

    private Payloads() {}

    static Normalization normalize(byte[] body, NormalizerSettings settings) throws MalformedPayloadException {
        return Webhooks.normalize(VENDOR, body, Webhooks.NO_HEADERS, settings);
    }

    static Normalization normalize(String body) {
        return Webhooks.normalize(VENDOR, body);
    }

    /** The only event of a body. */
    static OcsfEvent event(String body) {
        return Webhooks.only(VENDOR, body);
    }

    static OcsfEvent event(String body, NormalizerSettings settings) {
        try {
            return Webhooks.only(normalize(Webhooks.bytes(body), settings));
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    /** An enveloped notification whose details are the given members, written with apostrophes. */
    static String notification(String type, String members) {
        return Webhooks.quoted(
                "[{'summary':'[Wallarm] Notification','details':{'client_name':'Acme','cloud':'EU','notification_type':'"
                        + type + "'" + (members.isEmpty() ? "" : "," + members) + "}}]");
    }

    /** A hit that lacks nothing, with some members set or replaced. */
    static String hit(String members) {
        ObjectNode hit = Webhooks.object(
                "{'object_type':'hit','type':'sqli','block_status':'monitored','method':'GET','path':'/a',"
                        + "'host':'shop.acme.example','remote_addr4':'198.51.100.7','request_time':1768471207,'id':['i','1']}");
        hit.setAll(Webhooks.object("{" + members + "}"));
        return notification("new_hits", "'hit':" + hit);
    }

    static byte[] sample(String name) {
        try {
            return SampleCase.named("wallarm/" + name).payload();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
