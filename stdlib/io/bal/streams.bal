// Files as streams of their pieces: little of a file is in memory, however long it is.

# A piece of a file.
public type Block readonly & byte[];

public isolated function fileReadLinesAsStream(string path) returns stream<string, Error?>|Error {
    return new stream<string, Error?>(new LineIterator(check opened(path)));
}

public isolated function fileReadBlocksAsStream(string path, int blockSize = 4096)
        returns stream<Block, Error?>|Error {
    if blockSize <= 0 {
        return error ConfigurationError("the size of a block must be positive");
    }
    return new stream<Block, Error?>(new BlockIterator(check opened(path), blockSize));
}

public function fileWriteLinesFromStream(string path, stream<string, Error?> lineStream,
        FileWriteOption option = OVERWRITE) returns Error? {
    int file = check created(path, option);
    return finished(file, trap writeLines(file, lineStream));
}

function writeLines(int file, stream<string, Error?> lines) returns Error? {
    check from string line in lines
        do {
            check write(file, line + "\n");
        };
}

public function fileWriteBlocksFromStream(string path, stream<byte[], Error?> byteStream,
        FileWriteOption option = OVERWRITE) returns Error? {
    int file = check created(path, option);
    return finished(file, trap writeBlocks(file, byteStream));
}

function writeBlocks(int file, stream<byte[], Error?> blocks) returns Error? {
    check from byte[] block in blocks
        do {
            check write(file, block);
        };
}

isolated class LineIterator {
    private final int file;

    isolated function init(int file) {
        self.file = file;
    }

    public isolated function next() returns record {|string value;|}|Error? {
        string|error? line = nextLine(self.file);
        return line is error ? failure(line) : (line is () ? () : {value: line});
    }

    public isolated function close() returns Error? {
        closeFile(self.file);
    }
}

isolated class BlockIterator {
    private final int file;
    private final int size;

    isolated function init(int file, int size) {
        self.file = file;
        self.size = size;
    }

    public isolated function next() returns record {|Block value;|}|Error? {
        Block|error? block = nextBlock(self.file, self.size);
        return block is error ? failure(block) : (block is () ? () : {value: block});
    }

    public isolated function close() returns Error? {
        closeFile(self.file);
    }
}

// The number of a file to read.
isolated function opened(string path) returns int|Error {
    int|error file = openFile(path);
    return file is error ? failure(file) : file;
}

// The number of a file to write to.
isolated function created(string path, FileWriteOption option) returns int|Error {
    int|error file = createFile(path, option == APPEND);
    return file is error ? failure(file) : file;
}

isolated function write(int file, string|byte[] piece) returns Error? {
    error? problem = writePiece(file, piece);
    return problem is error ? failure(problem) : ();
}

// Closes a file that has been written; whatever was wrong before comes first, and a panic remains one.
isolated function finished(int file, error? before) returns Error? {
    error? problem = finishFile(file);
    if before is Error? {
        return before is () && problem is error ? failure(problem) : before;
    }
    panic before;
}

// ---- what the run-time system does ----

isolated function openFile(string path) returns int|error = external;

// The next pieces of a file; nothing at the end, where it is closed.
isolated function nextBlock(int file, int size) returns Block|error? = external;

isolated function nextLine(int file) returns string|error? = external;

isolated function nextRow(int file) returns string[]|error? = external;

isolated function closeFile(int file) = external;

isolated function createFile(string path, boolean append) returns int|error = external;

isolated function writePiece(int file, string|byte[] piece) returns error? = external;

isolated function finishFile(int file) returns error? = external;
