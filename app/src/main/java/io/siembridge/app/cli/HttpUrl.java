package io.siembridge.app.cli;

import io.siembridge.app.config.ValueTypes;
import java.net.URI;

/** URLs as somebody types them. */
final class HttpUrl {
    private HttpUrl() {}

    /** The URL, if it is one that can be called; an operator may have left out the scheme. */
    static URI checked(String option, URI url) throws UsageException {
        String scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new UsageException(option + " '" + url + "' is not a URL such as http://127.0.0.1:8081"
                    + ValueTypes.addressHint(url.toString()));
        }
        return url;
    }
}
