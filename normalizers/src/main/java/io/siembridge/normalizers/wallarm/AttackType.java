package io.siembridge.normalizers.wallarm;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Wallarm's codes for attacks and for the weaknesses behind security issues, each with the vendor's title, how grave a
 * hit of it is, the ATT&amp;CK technique it amounts to and the weaknesses it exploits. The list is open: a code that is
 * not here passes through as sent.
 */
enum AttackType {
    SQLI("SQL injection", Rank.HIGH, Technique.EXPLOIT, "CWE-89"),
    NOSQLI("NoSQL injection", Rank.HIGH, Technique.EXPLOIT, "CWE-943"),
    RCE("Remote code execution", Rank.HIGH, Technique.EXPLOIT, "CWE-94", "CWE-78"),
    XXE("XML external entity", Rank.HIGH, Technique.EXPLOIT, "CWE-611"),
    SSTI("Server-side template injection", Rank.HIGH, Technique.EXPLOIT, "CWE-94"),
    SSI("SSI injection", Rank.HIGH, Technique.EXPLOIT, "CWE-97"),
    SSRF("Server-side request forgery", Rank.HIGH, Technique.EXPLOIT, "CWE-918"),
    LDAPI("LDAP injection", Rank.HIGH, Technique.EXPLOIT, "CWE-90"),
    PTRAV("Path traversal", Rank.HIGH, Technique.EXPLOIT, "CWE-22"),
    LFI("Local file inclusion", Rank.HIGH, Technique.EXPLOIT),
    RFI("Remote file inclusion", Rank.HIGH, Technique.EXPLOIT),
    DESERIALIZE("Insecure deserialization", Rank.HIGH, Technique.EXPLOIT),
    FILE_DELETE("File deletion", Rank.HIGH, Technique.EXPLOIT),
    FILE_UPLOAD("File upload", Rank.HIGH, Technique.EXPLOIT),
    REQUEST_SMUGGLING("Request smuggling", Rank.HIGH, Technique.EXPLOIT),
    DATA_BOMB("Data bomb", Rank.HIGH, "CWE-409"),
    VPATCH("Virtual patch", Rank.HIGH),

    XSS("Cross-site scripting", Rank.MEDIUM, "CWE-79"),
    CRLF("CRLF injection", Rank.MEDIUM, "CWE-93"),
    REDIR("Open redirect", Rank.MEDIUM, "CWE-601"),
    MAIL_INJECTION("Email injection", Rank.MEDIUM, "CWE-150"),
    MASS_ASSIGNMENT("Mass assignment", Rank.MEDIUM),
    BOLA("Broken object level authorization", Rank.MEDIUM, "CWE-639"),
    IDOR("Insecure direct object reference", Rank.MEDIUM, "CWE-639"),
    BFLA("Broken function level authorization", Rank.MEDIUM),
    AUTH("Authentication bypass", Rank.MEDIUM, "CWE-288"),
    BROKEN_ACCESS("Broken access control", Rank.MEDIUM),
    CREDENTIAL_STUFFING("Credential stuffing", Rank.MEDIUM, Technique.CREDENTIAL_STUFFING),
    BRUTE("Brute force", Rank.MEDIUM, Technique.BRUTE_FORCE, "CWE-307"),
    ACCOUNT_TAKEOVER("Account takeover", Rank.MEDIUM),
    CSRF("Cross-site request forgery", Rank.MEDIUM, "CWE-352"),
    API_LEAK("API leak", Rank.MEDIUM),
    INFOLEAK("Information exposure", Rank.MEDIUM, "CWE-200"),
    AI_PROMPT_INJECTION("AI prompt injection", Rank.MEDIUM),
    AI_PROMPT_RETRIEVAL("AI prompt retrieval", Rank.MEDIUM),
    GRAPHQL_ATTACKS("GraphQL attack", Rank.MEDIUM),
    GQL_DOC_SIZE("GraphQL query size", Rank.MEDIUM),
    GQL_VALUE_SIZE("GraphQL value size", Rank.MEDIUM),
    GQL_DEPTH("GraphQL query depth", Rank.MEDIUM),
    GQL_ALIASES("GraphQL aliases", Rank.MEDIUM),
    GQL_DOCS_PER_BATCH("GraphQL batching", Rank.MEDIUM),
    GQL_INTROSPECTION("GraphQL introspection", Rank.MEDIUM),
    GQL_DEBUG("GraphQL debug", Rank.MEDIUM),

    SCANNER("Resource scanning", Rank.LOW, Technique.SCANNING),
    DIRBUST("Forced browsing", Rank.LOW, Technique.SCANNING, "CWE-425"),
    SECURITY_CRAWLERS("Security crawlers", Rank.LOW),
    SCRAPING("Scraping", Rank.LOW),
    API_ABUSE("Suspicious API activity", Rank.LOW),
    RESOURCE_CONSUMPTION("Resource consumption", Rank.LOW, Technique.DENIAL_OF_SERVICE),
    OVERLIMIT_RES("Resource overlimit", Rank.LOW),
    PROCESSING_OVERLIMIT("Processing overlimit", Rank.LOW),
    INVALID_XML("Invalid XML", Rank.LOW),
    INVALID_REQUEST("Invalid request", Rank.LOW),
    MISSING_PARAMETER("Missing parameter", Rank.LOW),
    INVALID_PARAMETER_VALUE("Invalid parameter", Rank.LOW),
    UNDEFINED_PARAMETER("Undefined parameter", Rank.LOW),
    UNDEFINED_ENDPOINT("Undefined endpoint", Rank.LOW),
    MISSING_AUTH("Missing authentication", Rank.LOW),
    BLOCKED_SOURCE("Blocked source", Rank.LOW),

    API_SPECIFICATION("API specification violation", Rank.NONE),
    ENUM("Enumeration", Rank.NONE),
    RATE_LIMIT("Rate limit", Rank.NONE),
    VECTORS("Many payloads from one source", Rank.NONE),
    BOT("Bot activity", Rank.NONE),
    SESSION_ANOMALY("Session anomaly", Rank.NONE),
    QUERY_ANOMALY("Query anomaly", Rank.NONE),
    FILE_UPLOAD_VIOLATION("File upload violation", Rank.NONE),
    AI_ATTACK("AI attack", Rank.NONE),
    MCP_SCHEMA_VIOLATION("MCP schema violation", Rank.NONE),
    MCP_PARAMETER_VIOLATION("MCP parameter violation", Rank.NONE),
    MCP_ACL_VIOLATION("MCP access list violation", Rank.NONE),
    DOS("Denial of service", Rank.NONE, Technique.DENIAL_OF_SERVICE),
    WARN("Warning", Rank.NONE),
    MARKER("Marker", Rank.NONE),

    WEAK_AUTH("Weak JWT", Rank.NONE, "CWE-1270"),
    WEAK_CREDS("Weak credentials", Rank.NONE),
    WEAK_CRYPTO("Weak cryptography", Rank.NONE),
    PRIVESC("Privilege escalation", Rank.NONE),
    MISCONFIG("Misconfiguration", Rank.NONE),
    SENSITIVE_API("Sensitive API", Rank.NONE),
    SUB_TAKEOVER("Subdomain takeover", Rank.NONE),
    USER_ENUM("User enumeration", Rank.NONE),
    VULN_COMPONENT("Vulnerable component", Rank.NONE, "CWE-1104"),
    RACE("Race condition", Rank.NONE),
    FILE_READ("File read", Rank.NONE),
    INSECURE_STORAGE("Insecure storage", Rank.NONE),
    INPUT_VALIDATION("Input validation", Rank.NONE),
    MEMORY_CORRUPTION("Memory corruption", Rank.NONE),
    BUFFER_OVERFLOW("Buffer overflow", Rank.NONE),
    ADMIN("Exposed administration", Rank.NONE);

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Map<String, AttackType> BY_WORD = byWord();

    private final String title;
    private final Rank rank;
    private final Technique technique;
    private final List<String> weaknesses;

    AttackType(String title, Rank rank, String... weaknesses) {
        this(title, rank, Technique.NONE, weaknesses);
    }

    AttackType(String title, Rank rank, Technique technique, String... weaknesses) {
        this.title = title;
        this.rank = rank;
        this.technique = technique;
        this.weaknesses = List.of(weaknesses);
    }

    /** The type a word stands for: a code in any letter case, another spelling of it, or the vendor's title. */
    static Optional<AttackType> of(String word) {
        AttackType byCode = BY_WORD.get(word);
        if (byCode != null) {
            return Optional.of(byCode);
        }
        AttackType known = BY_WORD.get(plain(word));
        boolean graphQl = known == null && word.toLowerCase(Locale.ROOT).startsWith("gql_");
        return graphQl ? Optional.of(GRAPHQL_ATTACKS) : Optional.ofNullable(known);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    Rank rank() {
        return rank;
    }

    Technique technique() {
        return technique;
    }

    /** CWE ids, the foremost first; empty where the vendor states none. */
    List<String> weaknesses() {
        return weaknesses;
    }

    private static Map<String, AttackType> byWord() {
        Map<String, AttackType> words = new HashMap<>();
        for (AttackType type : values()) {
            words.put(plain(type.title), type);
        }
        words.put("vulnversion", VULN_COMPONENT);
        words.put("redirect", REDIR);
        for (AttackType type : values()) {
            words.put(plain(type.name()), type);
            words.put(type.code(), type);
        }
        return Map.copyOf(words);
    }

    /** Letters and digits only, without a bracketed abbreviation: the vendor writes {@code Cross‑site scripting (XSS)}. */
    private static String plain(String word) {
        int bracket = word.indexOf('(');
        String kept = bracket > 0 ? word.substring(0, bracket) : word;
        return NEITHER_LETTER_NOR_DIGIT.matcher(kept.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    /** How grave a hit is that was let through. The vendor does not say; this is the bridge's default. */
    enum Rank {
        HIGH,
        MEDIUM,
        LOW,
        /** In no group: Medium, blocked or not. */
        NONE
    }
}
