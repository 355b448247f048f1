package io.siembridge.app.faults;

import io.siembridge.app.destination.DestinationContract;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.destination.fluentd.ForwardPeer;
import io.siembridge.app.destination.http.HttpCollectorPeer;
import io.siembridge.app.destination.splunk.HecPeer;
import io.siembridge.app.destination.syslog.SyslogPeer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A kind of destination, with the receiver that speaks its protocol. */
enum Protocol {
    SPLUNK("splunk-hec") {
        @Override
        Peer peer() throws Exception {
            HecPeer peer = new HecPeer(DestinationContract.CANARY, false);
            return new Peer(peer, peer.server().port());
        }

        @Override
        String keys(int port, boolean tls) {
            return "url: \"http%s://localhost:%d\", token: %s, timeout: 1s"
                    .formatted(tls ? "s" : "", port, DestinationContract.CANARY);
        }
    },
    HTTP("http") {
        @Override
        Peer peer() throws Exception {
            HttpCollectorPeer peer = new HttpCollectorPeer();
            return new Peer(peer, peer.server().port());
        }

        @Override
        String keys(int port, boolean tls) {
            return "url: \"http%s://localhost:%d/in\", timeout: 1s".formatted(tls ? "s" : "", port);
        }
    },
    FLUENTD("fluentd") {
        @Override
        Peer peer() throws Exception {
            ForwardPeer peer = ForwardPeer.withKey(DestinationContract.CANARY);
            return new Peer(peer, peer.port());
        }

        @Override
        String keys(int port, boolean tls) {
            return "address: \"%s://localhost:%d\", shared_key: %s, connect_timeout: 1s, ack_timeout: 1s"
                    .formatted(tls ? "tls" : "tcp", port, DestinationContract.CANARY);
        }
    },
    QRADAR("qradar") {
        @Override
        Peer peer() throws Exception {
            return syslogPeer("ocsfUid=([^\\t]*)");
        }

        @Override
        String keys(int port, boolean tls) {
            return syslogKeys(port, tls);
        }
    },
    ARCSIGHT("arcsight") {
        @Override
        Peer peer() throws Exception {
            return syslogPeer("externalId=([^ ]*)");
        }

        @Override
        String keys(int port, boolean tls) {
            return syslogKeys(port, tls);
        }
    };

    private final String type;

    Protocol(String type) {
        this.type = type;
    }

    /** A receiver that has started. */
    abstract Peer peer() throws Exception;

    abstract String keys(int port, boolean tls);

    String type() {
        return type;
    }

    /** A receiver and where it listens. */
    record Peer(ProtocolPeer peer, int port) {
        Peer {
            peer.start();
        }

        /** How many different events have arrived; each webhook of the matrix is one. */
        int arrived() {
            Set<String> uids = new HashSet<>(peer.receivedUids());
            return uids.size();
        }
    }

    private static Peer syslogPeer(String uid) throws Exception {
        SyslogPeer peer = new SyslogPeer(Optional.empty(), Pattern.compile(uid));
        return new Peer(peer, peer.port());
    }

    /** A confirmation that is late enough for every fault to end before it. */
    private static String syslogKeys(int port, boolean tls) {
        return "address: \"%s://localhost:%d\", confirm_after: 5s, connect_timeout: 1s, write_timeout: 1s"
                .formatted(tls ? "tls" : "tcp", port);
    }
}
