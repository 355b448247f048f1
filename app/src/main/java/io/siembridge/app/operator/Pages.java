package io.siembridge.app.operator;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.javalin.http.Context;
import io.siembridge.app.operator.Sessions.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the pages of the console from templates. Whatever a template inserts is escaped; what is not, and only charts are
 * not, it says with three braces. Templates are read when they are first needed: a bridge nobody looks at pays nothing.
 */
final class Pages {
    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private final StaticFile style = new StaticFile("console.css", "text/css; charset=utf-8");
    private final StaticFile script = new StaticFile("console.js", "text/javascript; charset=utf-8");
    private final String version;

    Pages(String version) {
        this.version = version;
    }

    StaticFile style() {
        return style;
    }

    StaticFile script() {
        return script;
    }

    private static Template compiled(String name) {
        return Mustache.compiler()
                .escapeHTML(true)
                .defaultValue("")
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .withLoader(Pages::source)
                .compile(source(name));
    }

    private static Reader source(String name) {
        try (InputStream in = Pages.class.getResourceAsStream("pages/" + name + ".html")) {
            if (in == null) {
                throw new IllegalStateException("The program is not whole: pages/" + name + ".html is missing");
            }
            return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read pages/" + name + ".html", e);
        }
    }

    /** Answers with a page for somebody who is logged in. */
    void show(Context context, String name, String title, Map<String, Object> model) {
        Session session = Access.session(context);
        Map<String, Object> whole = new HashMap<>(model);
        whole.put("csrf", session.csrfToken());
        whole.put("at_" + name, true);
        whole.put("navigation", true);
        whole.put("done", session.notice().getAndSet(""));
        answer(context, name, title, whole);
    }

    /** Answers with a page for anybody. */
    void showOpen(Context context, String name, String title, Map<String, Object> model) {
        answer(context, name, title, new HashMap<>(model));
    }

    private void answer(Context context, String name, String title, Map<String, Object> model) {
        model.put("title", title);
        model.put("version", version);
        model.put("style", style);
        model.put("script", script);
        Template template = templates.computeIfAbsent(name, Pages::compiled);
        context.contentType("text/html; charset=utf-8").result(template.execute(model));
    }
}
