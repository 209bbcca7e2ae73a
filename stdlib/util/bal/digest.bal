// The digests that UUIDs of names are made with (RFC 1321, RFC 3174). Nothing depends on their being secure.

const int WORD = 0xFFFFFFFF;

isolated function bigEndian(int n, int size) returns byte[] {
    byte[] bytes = [];
    foreach int i in 1 ... size {
        bytes.push(<byte>(n >>> 8 * (size - i) & 0xFF));
    }
    return bytes;
}

isolated function rotated(int word, int by) returns int => (word << by | word >>> 32 - by) & WORD;

// The message with its length in bits after it, in blocks of 64 bytes.
isolated function inBlocks(byte[] message, boolean littleEndian) returns byte[] {
    byte[] bytes = [...message, 0x80];
    while bytes.length() % 64 != 56 {
        bytes.push(0);
    }
    byte[] length = bigEndian(message.length() * 8, 8);
    bytes.push(...(littleEndian ? length.reverse() : length));
    return bytes;
}

final readonly & int[] md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

isolated function md5(byte[] message) returns byte[] {
    byte[] bytes = inBlocks(message, true);
    int[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];
    foreach int block in int:range(0, bytes.length(), 64) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        foreach int i in 0 ..< 64 {
            int f;
            int g;
            match i / 16 {
                0 => {
                    [f, g] = [b & c | (~b & d), i];
                }
                1 => {
                    [f, g] = [d & b | (~d & c), (5 * i + 1) % 16];
                }
                2 => {
                    [f, g] = [b ^ c ^ d, (3 * i + 5) % 16];
                }
                _ => {
                    [f, g] = [c ^ (b | (~d & WORD)), 7 * i % 16];
                }
            }
            int at = block + 4 * g;
            int word = bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 | bytes[at + 3] << 24;
            int k = <int>(4294967296.0 * float:sin(<float>(i + 1)).abs()).floor();
            int sum = (f & WORD) + a + k + word & WORD;
            [a, d, c, b] = [d, c, b, b + rotated(sum, md5Shifts[i / 16 * 4 + i % 4]) & WORD];
        }
        state = [state[0] + a & WORD, state[1] + b & WORD, state[2] + c & WORD, state[3] + d & WORD];
    }
    return from int word in state
        from byte each in bigEndian(word, 4).reverse()
        select each;
}

isolated function sha1(byte[] message) returns byte[] {
    byte[] bytes = inBlocks(message, false);
    int[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
    foreach int block in int:range(0, bytes.length(), 64) {
        int[] w = [];
        foreach int i in 0 ..< 80 {
            int at = block + 4 * i;
            w.push(i < 16 ? bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3]
                : rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1));
        }
        int[] s = state.clone();
        foreach int i in 0 ..< 80 {
            int f = s[1] ^ s[2] ^ s[3];
            int k = i < 40 ? 0x6ED9EBA1 : 0xCA62C1D6;
            if i < 20 {
                [f, k] = [s[1] & s[2] | (~s[1] & s[3]), 0x5A827999];
            } else if i >= 40 && i < 60 {
                [f, k] = [s[1] & s[2] | s[1] & s[3] | s[2] & s[3], 0x8F1BBCDC];
            }
            int first = rotated(s[0], 5) + (f & WORD) + s[4] + k + w[i] & WORD;
            s = [first, s[0], rotated(s[1], 30), s[2], s[3]];
        }
        state = from int i in 0 ..< 5
            select state[i] + s[i] & WORD;
    }
    return from int word in state
        from byte each in bigEndian(word, 4)
        select each;
}
