package io.siembridge.app.security;

import java.util.List;
import java.util.Random;

/** Texts that parsers stumble over. */
final class OddText {
    private static final List<String> PIECES = List.of(
            "",
            " ",
            ",",
            ";",
            "=",
            "==",
            "\"",
            "'",
            "{",
            "}",
            "\\",
            "\0",
            "\t",
            "\r\n",
            "%00",
            "v1,",
            "sha256=",
            "sha1=",
            "SHA256=",
            "Bearer ",
            "0",
            "ff",
            "zz",
            "\u00e9",
            "\u0130",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "\u2028",
            "\u202e",
            "\u009b31m",
            "\u001b[2J",
            "-1",
            "1e999",
            "t=1,v1=",
            "AAAA",
            "/+",
            "_-");

    private OddText() {}

    /** One of them, some of them, or a valid text that was damaged. */
    static String of(Random random, String valid) {
        return switch (random.nextInt(4)) {
            case 0 -> PIECES.get(random.nextInt(PIECES.size()));
            case 1 -> several(random);
            case 2 -> damaged(random, valid);
            default -> valid + several(random);
        };
    }

    private static String several(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String damaged(Random random, String valid) {
        StringBuilder text = new StringBuilder(valid);
        for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }
}
