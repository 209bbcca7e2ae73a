function sign(int n) returns int {
    if n > 0 {
        return 1;
    } else if n < 0 {
        return -1;
    }
} // @error

class Box {
    int content; // @error
}

public function main() {
    _ = sign(1);
    Box b = new ();
    b.missing = 1; // @error
}
