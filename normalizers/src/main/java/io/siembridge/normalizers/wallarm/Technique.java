package io.siembridge.normalizers.wallarm;

import io.siembridge.normalizers.ocsf.Attributes;

/** What an attack amounts to in MITRE ATT&amp;CK. */
enum Technique {
    EXPLOIT("TA0001", "Initial Access", "T1190", "Exploit Public-Facing Application"),
    BRUTE_FORCE("TA0006", "Credential Access", "T1110", "Brute Force"),
    CREDENTIAL_STUFFING("TA0006", "Credential Access", "T1110", "Brute Force"),
    SCANNING("TA0043", "Reconnaissance", "T1595", "Active Scanning"),
    DENIAL_OF_SERVICE("TA0040", "Impact", "T1499", "Endpoint Denial of Service"),
    /** No technique says it, or more than one might. */
    NONE("", "", "", "");

    private final String tacticUid;
    private final String tacticName;
    private final String techniqueUid;
    private final String techniqueName;

    Technique(String tacticUid, String tacticName, String techniqueUid, String techniqueName) {
        this.tacticUid = tacticUid;
        this.tacticName = tacticName;
        this.techniqueUid = techniqueUid;
        this.techniqueName = techniqueName;
    }

    /** Adds the {@code attacks} entry; nothing for {@link #NONE}. */
    void addTo(Attributes event) {
        event.add("attacks", attack -> {
            attack.object("tactic", it -> it.text("uid", tacticUid).text("name", tacticName));
            attack.object("technique", it -> it.text("uid", techniqueUid).text("name", techniqueName));
            if (this == CREDENTIAL_STUFFING) {
                attack.object("sub_technique", it -> it.text("uid", "T1110.004").text("name", "Credential Stuffing"));
            }
        });
    }
}
