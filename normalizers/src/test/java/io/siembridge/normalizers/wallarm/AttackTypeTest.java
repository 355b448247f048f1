package io.siembridge.normalizers.wallarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.siembridge.normalizers.ocsf.OcsfEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hit and an issue of each type become. The table repeats the mapping on purpose, so that a slip shows. */
class AttackTypeTest {
    /** Code, severity let through, severity blocked, technique, weakness, title. */
    private static final String TABLE = """
            sqli                    4 3 T1190     CWE-89   SQL injection
            nosqli                  4 3 T1190     CWE-943  NoSQL injection
            rce                     4 3 T1190     CWE-94   Remote code execution
            xxe                     4 3 T1190     CWE-611  XML external entity
            ssti                    4 3 T1190     CWE-94   Server-side template injection
            ssi                     4 3 T1190     CWE-97   SSI injection
            ssrf                    4 3 T1190     CWE-918  Server-side request forgery
            ldapi                   4 3 T1190     CWE-90   LDAP injection
            ptrav                   4 3 T1190     CWE-22   Path traversal
            lfi                     4 3 T1190     -        Local file inclusion
            rfi                     4 3 T1190     -        Remote file inclusion
            deserialize             4 3 T1190     -        Insecure deserialization
            file_delete             4 3 T1190     -        File deletion
            file_upload             4 3 T1190     -        File upload
            request_smuggling       4 3 T1190     -        Request smuggling
            data_bomb               4 3 -         CWE-409  Data bomb
            vpatch                  4 3 -         -        Virtual patch
            xss                     3 2 -         CWE-79   Cross-site scripting
            crlf                    3 2 -         CWE-93   CRLF injection
            redir                   3 2 -         CWE-601  Open redirect
            mail_injection          3 2 -         CWE-150  Email injection
            mass_assignment         3 2 -         -        Mass assignment
            bola                    3 2 -         CWE-639  Broken object level authorization
            idor                    3 2 -         CWE-639  Insecure direct object reference
            bfla                    3 2 -         -        Broken function level authorization
            auth                    3 2 -         CWE-288  Authentication bypass
            broken_access           3 2 -         -        Broken access control
            credential_stuffing     3 2 T1110.004 -        Credential stuffing
            brute                   3 2 T1110     CWE-307  Brute force
            account_takeover        3 2 -         -        Account takeover
            csrf                    3 2 -         CWE-352  Cross-site request forgery
            api_leak                3 2 -         -        API leak
            infoleak                3 2 -         CWE-200  Information exposure
            ai_prompt_injection     3 2 -         -        AI prompt injection
            ai_prompt_retrieval     3 2 -         -        AI prompt retrieval
            graphql_attacks         3 2 -         -        GraphQL attack
            gql_doc_size            3 2 -         -        GraphQL query size
            gql_value_size          3 2 -         -        GraphQL value size
            gql_depth               3 2 -         -        GraphQL query depth
            gql_aliases             3 2 -         -        GraphQL aliases
            gql_docs_per_batch      3 2 -         -        GraphQL batching
            gql_introspection       3 2 -         -        GraphQL introspection
            gql_debug               3 2 -         -        GraphQL debug
            scanner                 2 1 T1595     -        Resource scanning
            dirbust                 2 1 T1595     CWE-425  Forced browsing
            security_crawlers       2 1 -         -        Security crawlers
            scraping                2 1 -         -        Scraping
            api_abuse               2 1 -         -        Suspicious API activity
            resource_consumption    2 1 T1499     -        Resource consumption
            overlimit_res           2 1 -         -        Resource overlimit
            processing_overlimit    2 1 -         -        Processing overlimit
            invalid_xml             2 1 -         -        Invalid XML
            invalid_request         2 1 -         -        Invalid request
            missing_parameter       2 1 -         -        Missing parameter
            invalid_parameter_value 2 1 -         -        Invalid parameter
            undefined_parameter     2 1 -         -        Undefined parameter
            undefined_endpoint      2 1 -         -        Undefined endpoint
            missing_auth            2 1 -         -        Missing authentication
            blocked_source          2 1 -         -        Blocked source
            api_specification       3 3 -         -        API specification violation
            enum                    3 3 -         -        Enumeration
            rate_limit              3 3 -         -        Rate limit
            vectors                 3 3 -         -        Many payloads from one source
            bot                     3 3 -         -        Bot activity
            session_anomaly         3 3 -         -        Session anomaly
            query_anomaly           3 3 -         -        Query anomaly
            file_upload_violation   3 3 -         -        File upload violation
            ai_attack               3 3 -         -        AI attack
            mcp_schema_violation    3 3 -         -        MCP schema violation
            mcp_parameter_violation 3 3 -         -        MCP parameter violation
            mcp_acl_violation       3 3 -         -        MCP access list violation
            dos                     3 3 T1499     -        Denial of service
            warn                    3 3 -         -        Warning
            marker                  3 3 -         -        Marker
            weak_auth               3 3 -         CWE-1270 Weak JWT
            weak_creds              3 3 -         -        Weak credentials
            weak_crypto             3 3 -         -        Weak cryptography
            privesc                 3 3 -         -        Privilege escalation
            misconfig               3 3 -         -        Misconfiguration
            sensitive_api           3 3 -         -        Sensitive API
            sub_takeover            3 3 -         -        Subdomain takeover
            user_enum               3 3 -         -        User enumeration
            vuln_component          3 3 -         CWE-1104 Vulnerable component
            race                    3 3 -         -        Race condition
            file_read               3 3 -         -        File read
            insecure_storage        3 3 -         -        Insecure storage
            input_validation        3 3 -         -        Input validation
            memory_corruption       3 3 -         -        Memory corruption
            buffer_overflow         3 3 -         -        Buffer overflow
            admin                   3 3 -         -        Exposed administration
            """;

    private static Stream<Row> rows() {
        return TABLE.lines()
                .map(line -> line.split(" +", 6))
                .map(cells -> new Row(
                        cells[0],
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        cells[3],
                        cells[4],
                        cells[5]));
    }

    @Test
    void theTableNamesEveryType() {
        assertThat(rows().map(Row::code))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(AttackType.values()).map(AttackType::code).toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aHitHasItsSeverityTitleAndTechnique(Row row) {
        OcsfEvent monitored = Payloads.event(Payloads.hit("'type':'" + row.code + "'"));
        OcsfEvent blocked = Payloads.event(Payloads.hit("'block_status':'blocked','type':'" + row.code + "'"));

        assertThat(monitored.severity().id()).isEqualTo(row.monitored);
        assertThat(blocked.severity().id()).isEqualTo(row.blocked);
        assertThat(monitored.text("firewall_rule", "name")).contains(row.title);
        assertThat(monitored.text("firewall_rule", "uid")).contains(row.code);
        assertThat(monitored.text("firewall_rule", "category")).contains(row.code);
        assertThat(technique(monitored)).isEqualTo(row.technique);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anIssueHasItsWeaknessByCodeAndByTitle(Row row) {
        for (String type : List.of(row.code, row.title)) {
            OcsfEvent issue = Payloads.event(Payloads.notification(
                    "security_issue", "'security_issue':{'id':1,'title':'t','risk':'Low','type':'" + type + "'}"));
            var vulnerability = issue.json().path("vulnerabilities").path(0);

            assertThat(vulnerability.path("category").asText()).isEqualTo(row.code);
            assertThat(vulnerability.path("cwe").path("uid").asText("-")).isEqualTo(row.weakness);
            assertThat(vulnerability.has("advisory")).isEqualTo(row.weakness.equals("-"));
        }
    }

    @Test
    void otherSpellingsMeanTheSame() {
        assertThat(AttackType.of("apileak")).contains(AttackType.API_LEAK);
        assertThat(AttackType.of("Enum")).contains(AttackType.ENUM);
        assertThat(AttackType.of("redirect")).contains(AttackType.REDIR);
        assertThat(AttackType.of("vuln_version")).contains(AttackType.VULN_COMPONENT);
        assertThat(AttackType.of("Cross\u2011site scripting (XSS)")).contains(AttackType.XSS);
        assertThat(AttackType.of("gql_new_limit")).contains(AttackType.GRAPHQL_ATTACKS);
        assertThat(AttackType.of("something else")).isEmpty();
        assertThat(AttackType.of("(")).isEmpty();
    }

    @Test
    void aTypeNobodyKnowsIsMediumBlockedOrNotAndKeepsItsName() {
        for (String status : List.of("blocked", "monitored")) {
            OcsfEvent event = Payloads.event(Payloads.hit("'type':'novel','block_status':'" + status + "'"));

            assertThat(event.severity().id()).isEqualTo(3);
            assertThat(event.text("firewall_rule", "name")).contains("novel");
        }
    }

    private static String technique(OcsfEvent event) {
        var attack = event.json().path("attacks").path(0);
        String technique = attack.path("technique").path("uid").asText("-");
        return attack.path("sub_technique").path("uid").asText(technique);
    }

    private record Row(String code, int monitored, int blocked, String technique, String weakness, String title) {}
}
