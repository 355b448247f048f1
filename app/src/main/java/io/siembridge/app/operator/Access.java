package io.siembridge.app.operator;

import io.javalin.http.Context;
import io.siembridge.app.config.Secret;
import io.siembridge.app.operator.Sessions.Session;
import io.siembridge.app.verifier.ConstantTime;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what on the operator's listener. Programs carry the token with each request; people give it once and carry a
 * cookie, which opens pages, their forms and what the API lets one read. Whatever is not named as open is closed.
 */
final class Access {
    static final String CSRF_FIELD = "csrf";
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final String COOKIE = "siem_bridge_session";
    private static final String BEARER = "Bearer ";
    private static final String SESSION = "session";
    private static final String WHO = "who";
    /** Style and script of the console. */
    static final String STATIC = "/static/";

    static final String HEALTHZ = "/healthz";
    static final String READYZ = "/readyz";

    private static final Set<String> OPEN = Set.of(HEALTHZ, READYZ);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.%]+]");

    private final AdminConfig config;
    private final Sessions sessions;
    private final AttemptLimit failures;

    Access(AdminConfig config, InstantSource clock) {
        this.config = config;
        this.sessions = new Sessions(clock);
        this.failures = new AttemptLimit(10, Duration.ofMinutes(1), System::nanoTime);
    }

    /** Whether a path is there for everybody who can reach the listener. */
    static boolean isOpen(String path) {
        return OPEN.contains(path);
    }

    /** Runs before every request. */
    void check(Context context) {
        String path = context.path();
        if (isOpen(path)) {
            return;
        }
        boolean forPrograms = path.startsWith("/api/") || path.equals("/metrics");
        if (forPrograms && context.header("Authorization") != null) {
            checkBearer(context);
            return;
        }
        checkHost(context);
        if (path.startsWith(STATIC) || path.equals("/login")) {
            return;
        }
        Optional<Session> session = Optional.ofNullable(context.cookie(COOKIE)).flatMap(sessions::find);
        if (session.isPresent()) {
            checkSession(context, session.get(), forPrograms);
        } else if (forPrograms) {
            refuse(context, "Send Authorization: Bearer with the configured admin.token.");
        } else {
            String there = isRead(context) ? "?to=" + URLEncoder.encode(target(context), StandardCharsets.UTF_8) : "";
            context.redirect("/login" + there);
            context.skipRemainingHandlers();
        }
    }

    private void checkBearer(Context context) {
        String given = Objects.requireNonNullElse(context.header("Authorization"), "");
        boolean allowed =
                given.regionMatches(true, 0, BEARER, 0, BEARER.length()) && isToken(given.substring(BEARER.length()));
        if (allowed) {
            context.attribute(WHO, "token from " + context.req().getRemoteAddr());
        } else {
            LOG.warn(
                    "A request with a wrong token was refused: {} {} from {}",
                    context.method().name(),
                    context.path(),
                    context.req().getRemoteAddr());
            refuse(context, "The token is not the configured admin.token.");
        }
    }

    private void checkSession(Context context, Session session, boolean forPrograms) {
        if (!isRead(context)) {
            if (forPrograms) {
                throw ProblemException.forbidden("Changes through the API need the token, not a login.");
            }
            checkOrigin(context);
            String given = Objects.requireNonNullElse(context.formParam(CSRF_FIELD), "");
            if (!ConstantTime.equal(session.csrfToken(), given)) {
                throw ProblemException.forbidden("The form is from another login. Open the page again.");
            }
        }
        context.attribute(SESSION, session);
        context.attribute(WHO, "console from " + context.req().getRemoteAddr());
    }

    /** A page elsewhere that has made its own name point here (DNS rebinding) comes with that name. */
    private void checkHost(Context context) {
        String host = hostName(Objects.requireNonNullElse(context.header("Host"), ""));
        boolean known = ADDRESS.matcher(host).matches()
                || host.equals("localhost")
                || host.equals(config.listen().host())
                || config.hosts().contains(host);
        if (!known) {
            throw ProblemException.forbidden(
                    "The console is not served under this name. If it is the bridge's, add it to admin.hosts.");
        }
    }

    private static void checkOrigin(Context context) {
        Optional<String> origin = Optional.ofNullable(context.header("Origin"));
        String host = Objects.requireNonNullElse(context.header("Host"), "");
        boolean elsewhere = origin.isPresent()
                && !origin.get().equals("http://" + host)
                && !origin.get().equals("https://" + host);
        String site = Objects.requireNonNullElse(context.header("Sec-Fetch-Site"), "same-origin");
        if (elsewhere || !List.of("same-origin", "none").contains(site)) {
            throw ProblemException.forbidden("The form was sent by another site.");
        }
    }

    private static String hostName(String hostHeader) {
        return hostHeader.replaceFirst(":[0-9]{1,5}\\z", "").toLowerCase(Locale.ROOT);
    }

    /** Gives a cookie for the token; false when it is another token, or when too many have been tried. */
    boolean logIn(Context context, String token) {
        checkOrigin(context);
        if (failures.isReached() || !isToken(token)) {
            failures.allows();
            LOG.warn(
                    "A login to the console was refused, from {}", context.req().getRemoteAddr());
            return false;
        }
        Session session = sessions.open();
        context.attribute(WHO, "console from " + context.req().getRemoteAddr());
        boolean secure = "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
        context.header(
                "Set-Cookie",
                COOKIE + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
        return true;
    }

    void logOut(Context context) {
        sessions.close(session(context).id());
        context.header("Set-Cookie", COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    }

    private boolean isToken(String given) {
        return config.token()
                .map(Secret::reveal)
                .filter(token -> ConstantTime.equal(token, given))
                .isPresent();
    }

    private static void refuse(Context context, String detail) {
        context.header("WWW-Authenticate", "Bearer");
        Answers.problem(context, 401, "Unauthorized", detail);
        context.skipRemainingHandlers();
    }

    private static boolean isRead(Context context) {
        return List.of("GET", "HEAD").contains(context.method().name());
    }

    private static String target(Context context) {
        String query = context.queryString();
        return context.path() + (query == null ? "" : "?" + query);
    }

    /** A page of ours to go on to after the login; anything else is the first page. */
    static String pageOfOurs(String wanted) {
        try {
            URI uri = URI.create(wanted);
            boolean ours = !uri.isAbsolute() && uri.getRawAuthority() == null && wanted.matches("/[^/\\\\].*");
            return ours ? wanted : "/";
        } catch (IllegalArgumentException noAddress) {
            return "/";
        }
    }

    static Session session(Context context) {
        return Objects.requireNonNull(context.<Session>attribute(SESSION), "only pages that need a login ask for it");
    }

    static String who(Context context) {
        return Objects.requireNonNullElse(context.<String>attribute(WHO), "unknown");
    }
}
