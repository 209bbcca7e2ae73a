import ballerina/io;

// A circle that only running shows: each strand waits for the other's end.
class Cell {
    future<int>? other = ();
}

function waitFor(Cell cell) returns int {
    future<int>? f = cell.other;
    if f is future<int> {
        int|error v = wait f;
        return v is int ? v : -1;
    }
    return 0;
}

public function main() {
    Cell a = new;
    Cell b = new;
    future<int> first = start waitFor(a);
    future<int> second = start waitFor(b);
    a.other = second;
    b.other = first;
    io:println("waiting"); // @output waiting
}
