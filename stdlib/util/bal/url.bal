// ballerina/url: percent-encoding of texts in URLs.

# What the functions of this module fail with.
public type Error distinct error;

enum Charset {
    ASCII,
    LATIN_1,
    UTF_8,
    UTF_16,
    UTF_16BE,
    UTF_16LE
}

# Encodes a text as a component of a URL: all but letters, digits, `.`, `-`, `_` and `~` as `%XX`.
#
# + value - The text
# + charset - The character set whose bytes are encoded, `UTF-8` for example
# + return - The encoded text, or an error when the character set is not known or lacks a character
public isolated function encode(string value, string charset) returns string|Error {
    byte[]|error bytes = bytesOf(value, check charsetOf(charset, "encoding"));
    if bytes is error {
        return error Error("Error occurred while encoding. " + bytes.message());
    }
    string[] parts = [];
    foreach byte b in bytes {
        string:Char|error char = string:fromCodePointInt(b);
        if char is string && re `[A-Za-z0-9._~\-]`.isFullMatch(char) {
            parts.push(char);
        } else {
            parts.push("%" + int:toHexString(b).toUpperAscii().padZero(2));
        }
    }
    return string:'join("", ...parts);
}

# Decodes a text: `%XX` is a byte, `+` a space.
#
# + value - The encoded text
# + charset - The character set that the bytes are of
# + return - The text, or an error when the character set is not known or the bytes are not of it
public isolated function decode(string value, string charset) returns string|Error {
    Charset known = check charsetOf(charset, "decoding");
    string|error text = decoded(value, known);
    return text is string ? text : error Error("Error occurred while decoding. " + text.message());
}

isolated function charsetOf(string name, string what) returns Charset|Error {
    match name.toUpperAscii() {
        "US-ASCII"|"ASCII"|"ISO646-US" => {
            return ASCII;
        }
        "ISO-8859-1"|"ISO8859-1"|"ISO8859_1"|"ISO_8859-1"|"LATIN-1"|"LATIN1"|"L1" => {
            return LATIN_1;
        }
        "UTF-8"|"UTF8" => {
            return UTF_8;
        }
        "UTF-16"|"UTF16"|"UTF_16" => {
            return UTF_16;
        }
        "UTF-16BE"|"UTF_16BE" => {
            return UTF_16BE;
        }
        "UTF-16LE"|"UTF_16LE" => {
            return UTF_16LE;
        }
    }
    return error Error(string `Error occurred while ${what}. ${name}`);
}

isolated function bytesOf(string text, Charset charset) returns byte[]|error {
    if charset == UTF_8 {
        return text.toBytes();
    }
    if charset == ASCII || charset == LATIN_1 {
        int limit = charset == ASCII ? 128 : 256;
        return from int c in text.toCodePointInts()
            select c < limit ? <byte>c : check error(string `the character set lacks '${text}'`);
    }
    // Without a mark of the order of bytes there is none to be seen.
    int[] units = charset == UTF_16 ? [0xFEFF] : [];
    foreach int c in text.toCodePointInts() {
        if c < 0x10000 {
            units.push(c);
        } else {
            units.push(0xD800 + (c - 0x10000 >> 10), 0xDC00 + (c - 0x10000 & 0x3FF));
        }
    }
    byte[] bytes = [];
    foreach int unit in units {
        byte[] pair = [<byte>(unit >> 8), <byte>(unit & 255)];
        bytes.push(...(charset == UTF_16LE ? pair.reverse() : pair));
    }
    return bytes;
}

isolated function textOf(byte[] bytes, Charset charset) returns string|error {
    if charset == UTF_8 {
        return string:fromBytes(bytes);
    }
    if charset == ASCII || charset == LATIN_1 {
        if charset == ASCII && bytes.some(b => b > 127) {
            return error("a byte is not of the character set");
        }
        return string:fromCodePointInts(bytes);
    }
    if bytes.length() % 2 != 0 {
        return error("half a character is missing");
    }
    boolean little = charset == UTF_16LE;
    int begin = 0;
    if charset == UTF_16 && bytes.length() >= 2 && bytes[0] + bytes[1] == 0x1FD {
        little = bytes[0] == 0xFF;
        begin = 2;
    }
    int[] points = [];
    int high = -1;
    foreach int i in int:range(begin, bytes.length(), 2) {
        int unit = little ? bytes[i + 1] * 256 + bytes[i] : bytes[i] * 256 + bytes[i + 1];
        if high >= 0 && unit >= 0xDC00 && unit < 0xE000 {
            points.push(0x10000 + (high - 0xD800 << 10) + unit - 0xDC00);
            high = -1;
        } else if high < 0 && unit >= 0xD800 && unit < 0xDC00 {
            high = unit;
        } else {
            points.push(unit);
        }
    }
    return high >= 0 ? error("half a character is missing") : string:fromCodePointInts(points);
}

isolated function decoded(string value, Charset charset) returns string|error {
    string text = "";
    byte[] bytes = [];
    int at = 0;
    while at < value.length() {
        string:Char char = value[at];
        int point = char.toCodePointInt();
        if char == "%" && at + 2 < value.length() {
            string digits = value.substring(at + 1, at + 3);
            if !re `[0-9A-Fa-f]{2}`.isFullMatch(digits) {
                return error(string `Illegal hex characters in escape (%) pattern - "${digits}"`);
            }
            bytes.push(<byte>check int:fromHexString(digits));
            at += 3;
            continue;
        }
        if point < 128 {
            bytes.push(char == "+" ? 32 : <byte>point);
        } else {
            // It stands for itself, whatever the character set.
            text += check textOf(bytes, charset) + char;
            bytes = [];
        }
        at += 1;
    }
    return text + check textOf(bytes, charset);
}
