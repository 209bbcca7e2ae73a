// Bodies as streams of their pieces. Both sides hold a few pieces at a time, however long the body is.

import ballerina/io;
import ballerina/lang.'service as services;

# The pieces of a body that comes in.
isolated class Pieces {
    private final int origin;
    private final int size;
    private final Content? after;

    # + origin - The number of an inbound request or of a reply
    # + after - Gets the fields after the body of a reply
    isolated function init(int origin, int size, Content? after) {
        self.origin = origin;
        self.size = size;
        self.after = after;
    }

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        Content? after = self.after;
        byte[]|error? piece = after is () ? requestPiece(self.origin, self.size) : replyPiece(self.origin, self.size);
        if after !is () && piece !is byte[] {
            after.addList(replyTrailers(self.origin));
        }
        if piece is error {
            return error io:GenericError(piece.message());
        }
        return piece is () ? () : {value: piece};
    }

    public isolated function close() returns io:Error? {
        if self.after !is () {
            forgetReply(self.origin);
        } else {
            forgetBody(self.origin);
        }
    }
}

# The pieces of a body that is there.
isolated class Slices {
    private final readonly & byte[] body;
    private final int size;
    private int at = 0;

    isolated function init(readonly & byte[] body, int size) {
        self.body = body;
        self.size = size;
    }

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        lock {
            int begin = self.at;
            if begin >= self.body.length() {
                return;
            }
            self.at = int:min(begin + self.size, self.body.length());
            return {value: self.body.slice(begin, self.at)};
        }
    }
}

# All of a stream's bytes.
isolated function collected(stream<byte[], io:Error?> pieces) returns (readonly & byte[])|ClientError {
    byte[] all = [];
    while true {
        record {|byte[] value;|}|io:Error? piece = pieces.next();
        if piece is () {
            return all.cloneReadOnly();
        }
        if piece is error {
            return error GenericClientError("Error occurred while reading the byte stream", piece);
        }
        all.push(...piece.value);
    }
}

# Sends what a stream gives, as long as somebody takes it.
#
# + nanos - For how long a piece may wait; 0: for any time
# + after - Has the header fields that are sent after it, once the stream has ended
# + return - Why the stream has broken off
isolated function writeAll(int writer, stream<byte[], io:Error?> pieces, int nanos, Content? after = ())
        returns error? {
    while true {
        record {|byte[] value;|}|error? piece = trap pieces.next();
        if piece is error {
            endPieces(writer, false, []);
            return piece;
        }
        if piece is () {
            endPieces(writer, true, after is () ? [] : after.list());
            return;
        }
        if !sendPiece(writer, piece.value, nanos) {
            endPieces(writer, false, []);
            return pieces.close();
        }
    }
}

# Answers with a stream.
isolated function sendPieces(int request, int status, string[] headers, boolean close, stream<byte[], io:Error?> pieces,
        Content? after) returns error? {
    int|error? writer = respondInPieces(request, status, headers, close);
    if writer is int {
        error? failure = writeAll(writer, pieces, 0, after);
        if failure is error {
            // The answer has begun: it breaks off.
            services:report(failure);
        }
        return;
    }
    check pieces.close();
    return writer;
}

// ---- what the run-time system does ----

isolated function requestPiece(int request, int most) returns byte[]|error? = external;

# Whether the body is one that comes piece by piece, and not there yet.
isolated function isComing(int request) returns boolean = external;

isolated function replyPiece(int reply, int most) returns byte[]|error? = external;

isolated function forgetBody(int request) = external;

isolated function forgetReply(int reply) = external;

# The fields after the body of a reply, which has been used up then.
isolated function replyTrailers(int reply) returns string[] = external;

isolated function respondInPieces(int request, int status, string[] headers, boolean close) returns int|error? = external;

isolated function exchangeInPieces(int route, string method, string target, string[] headers, boolean keep, int nanos)
        returns int|error = external;

isolated function sendPiece(int writer, byte[] piece, int nanos) returns boolean = external;

isolated function endPieces(int writer, boolean whole, string[] fields) = external;

isolated function exchangeEnd(int writer, int nanos) returns int|error = external;
