// Server-Sent Events: as bytes of a response, and back.

import ballerina/io;
import ballerina/lang.'service as services;

# Represents a Server Sent Event emitted from a service.
#
# + event - Name of the event
# + id - Id of the event
# + data - Data part of the event
# + 'retry - The reconnect time on failure in milliseconds
# + comment - Comment added to the event
public type SseEvent record {|
    string event?;
    string id?;
    string data?;
    int 'retry?;
    string comment?;
|};

# The bytes of a stream of events. An error of the stream becomes an event, the last one.
class EventBytes {
    private final stream<SseEvent, error?> events;
    private boolean ended = false;

    isolated function init(stream<SseEvent, error?> events) {
        self.events = events;
    }

    public isolated function next() returns record {|byte[] value;|}|io:Error? {
        if self.ended {
            return;
        }
        record {|SseEvent value;|}|error? event = self.events.next();
        if event is () {
            self.ended = true;
            return;
        }
        error failure;
        if event is error {
            failure = event;
        } else if event.value.length() == 0 {
            failure = error("Invalid value provided as event: at least one field is expected to be present in the " +
                    "SseEvent record.");
        } else {
            return {value: eventText(event.value).toBytes()};
        }
        self.ended = true;
        services:report(failure);
        return {value: eventText({event: "error", data: failure.message()}).toBytes()};
    }

    public isolated function close() returns io:Error? {
        self.ended = true;
        error? failure = self.events.close();
        return failure is error ? error io:GenericError(failure.message()) : ();
    }
}

isolated function eventText(SseEvent event) returns string {
    string[] lines = [];
    string? comment = event?.comment;
    if comment is string {
        lines.push(": " + comment);
    }
    string? id = event?.id;
    if id is string {
        lines.push("id: " + id);
    }
    string? name = event?.event;
    if name is string {
        lines.push("event: " + name);
    }
    int? delay = event?.'retry;
    if delay is int {
        lines.push("retry: " + delay.toString());
    }
    string? data = event?.data;
    if data is string {
        foreach string line in re `\r\n|\n|\r`.split(data) {
            lines.push("data: " + line);
        }
    }
    // An empty line ends the event.
    lines.push("", "");
    return string:'join("\n", ...lines);
}

# The events of a stream of bytes. One that has not ended when the stream does is left out.
class ByteEvents {
    private final stream<byte[], io:Error?> pieces;
    # The line that has not ended yet.
    private byte[] line = [];
    # What has come and has not been looked at.
    private byte[] piece = [];
    private int at = 0;
    # The last line ended with a carriage return: a line feed belongs to it.
    private boolean returned = false;

    isolated function init(stream<byte[], io:Error?> pieces) {
        self.pieces = pieces;
    }

    public isolated function next() returns record {|SseEvent value;|}|error? {
        string[] lines = [];
        while true {
            string? line = check self.nextLine();
            if line is () {
                return;
            }
            if line != "" {
                lines.push(line);
            } else if lines.length() > 0 {
                return {value: parsedEvent(lines)};
            }
        }
    }

    public isolated function close() returns error? {
        return self.pieces.close();
    }

    isolated function nextLine() returns string|error? {
        while true {
            while self.at < self.piece.length() {
                byte b = self.piece[self.at];
                self.at += 1;
                boolean ofTheEnd = self.returned && b == 10;
                self.returned = b == 13;
                if b == 10 || b == 13 {
                    if ofTheEnd {
                        continue;
                    }
                    string line = check string:fromBytes(self.line);
                    self.line = [];
                    return line;
                }
                self.line.push(b);
            }
            record {|byte[] value;|}? more = check self.pieces.next();
            if more is () {
                return;
            }
            self.piece = more.value;
            self.at = 0;
        }
    }
}

isolated function parsedEvent(string[] lines) returns SseEvent {
    SseEvent event = {};
    foreach string line in lines {
        int colon = line.indexOf(":") ?: line.length();
        string value = colon < line.length() ? line.substring(colon + 1) : "";
        value = value.startsWith(" ") ? value.substring(1) : value;
        match line.substring(0, colon).trim() {
            "" => {
                event.comment = value;
            }
            "id" => {
                event.id = value;
            }
            "event" => {
                event.event = value;
            }
            "retry" => {
                int|error delay = int:fromString(value);
                if delay is int {
                    event.'retry = delay;
                }
            }
            "data" => {
                string? before = event?.data;
                event.data = before is () ? value : before + value;
            }
        }
    }
    return event;
}
