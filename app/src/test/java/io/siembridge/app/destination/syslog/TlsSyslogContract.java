package io.siembridge.app.destination.syslog;

import io.siembridge.app.config.ConfigNode;
import io.siembridge.app.destination.ProtocolPeer;
import io.siembridge.app.tls.TestCertificates;
import io.siembridge.app.tls.TestCertificates.Identity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over TLS. */
public abstract class TlsSyslogContract extends SyslogContract {
    @TempDir
    static Path directory;

    private static TestCertificates certificates;
    private static Identity receiver;

    @BeforeAll
    static void issueCertificates() throws Exception {
        certificates = TestCertificates.createIn(directory);
        receiver = certificates.issue("receiver", TestCertificates.LOOPBACK);
    }

    @Override
    protected ProtocolPeer createPeer() throws Exception {
        return new SyslogPeer(Optional.of(certificates.peer(receiver)), uid());
    }

    @Override
    protected Map<String, ConfigNode> settings() {
        ConfigNode authority =
                ConfigNode.text("tls.ca", 1, certificates.authority().toString());
        return Map.of("tls", ConfigNode.section("tls", 1, Map.of("ca", authority)));
    }
}
