# A piece of a file.
public type Block readonly & byte[];

public isolated function fileReadLinesAsStream(string path) returns stream<string, Error?>|Error {
    string[] lines = check fileReadLines(path);
    return new stream<string, Error?>(new LineIterator(lines));
}

public isolated function fileReadBlocksAsStream(string path, int blockSize = 4096)
        returns stream<Block, Error?>|Error {
    if blockSize <= 0 {
        return error ConfigurationError("the size of a block must be positive");
    }
    readonly & byte[] bytes = check fileReadBytes(path);
    return new stream<Block, Error?>(new BlockIterator(bytes, blockSize));
}

public function fileWriteLinesFromStream(string path, stream<string, Error?> lineStream,
        FileWriteOption option = OVERWRITE) returns Error? {
    string[] lines = [];
    check from string line in lineStream
        do {
            lines.push(line);
        };
    return fileWriteLines(path, lines, option);
}

public function fileWriteBlocksFromStream(string path, stream<byte[], Error?> byteStream,
        FileWriteOption option = OVERWRITE) returns Error? {
    byte[] bytes = [];
    check from byte[] block in byteStream
        do {
            bytes.push(...block);
        };
    return fileWriteBytes(path, bytes, option);
}

isolated class LineIterator {
    private final string[] & readonly lines;
    private int at = 0;

    isolated function init(string[] lines) {
        self.lines = lines.cloneReadOnly();
    }

    public isolated function next() returns record {|string value;|}|Error? {
        lock {
            if self.at >= self.lines.length() {
                return ();
            }
            self.at += 1;
            return {value: self.lines[self.at - 1]};
        }
    }
}

isolated class BlockIterator {
    private final readonly & byte[] bytes;
    private final int size;
    private int at = 0;

    isolated function init(readonly & byte[] bytes, int size) {
        self.bytes = bytes;
        self.size = size;
    }

    public isolated function next() returns record {|Block value;|}|Error? {
        lock {
            int begin = self.at;
            if begin >= self.bytes.length() {
                return ();
            }
            self.at = int:min(begin + self.size, self.bytes.length());
            return {value: self.bytes.slice(begin, self.at).cloneReadOnly()};
        }
    }
}
