package io.siembridge.app.source;

import java.util.List;

/**
 * Who really sent a request. {@code X-Forwarded-For} is believed only as far as it was written by proxies we trust: from
 * right to left, the first address that is not one of them.
 */
final class ClientAddress {
    private final AddressList trustedProxies;

    ClientAddress(AddressList trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    String of(String peer, List<String> forwardedFor) {
        if (trustedProxies.isEmpty() || !trustedProxies.contains(peer)) {
            return peer;
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (hop.isEmpty()) {
                break;
            }
            client = hop;
            if (!trustedProxies.contains(hop)) {
                break;
            }
        }
        return client;
    }
}
