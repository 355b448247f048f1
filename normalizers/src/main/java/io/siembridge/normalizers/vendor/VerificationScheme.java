package io.siembridge.normalizers.vendor;

/** How a sender proves that a webhook is its own. Data only: {@code verifier} does the work. */
public sealed interface VerificationScheme {
    /** The header that carries the proof. */
    String header();

    /**
     * A keyed digest over the raw body.
     *
     * @param prefix text before the encoded digest, such as {@code sha256=}; may be empty
     */
    record HmacSignature(String header, Algorithm algorithm, Encoding encoding, String prefix)
            implements VerificationScheme {}

    /** A secret that the sender repeats in a header of every webhook. */
    record SharedToken(String header) implements VerificationScheme {}

    /** Digests, with their length in bytes and the name the Java platform knows them by. */
    enum Algorithm {
        HMAC_SHA1("hmac-sha1", "HmacSHA1", 20),
        HMAC_SHA256("hmac-sha256", "HmacSHA256", 32),
        HMAC_SHA384("hmac-sha384", "HmacSHA384", 48),
        HMAC_SHA512("hmac-sha512", "HmacSHA512", 64);

        private final String id;
        private final String platformName;
        private final int digestLength;

        Algorithm(String id, String platformName, int digestLength) {
            this.id = id;
            this.platformName = platformName;
            this.digestLength = digestLength;
        }

        /** The name in configuration and labels. */
        public String id() {
            return id;
        }

        public String platformName() {
            return platformName;
        }

        public int digestLength() {
            return digestLength;
        }
    }

    /** How a digest is written into a header. */
    enum Encoding {
        HEX,
        BASE64
    }
}
