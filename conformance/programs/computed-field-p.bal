// A computed field name that turns out to be that of a declared field takes values of its type only.
public function main() {
    string name = "id";
    record {|int id; string...;|} r = {id: 1, "label": "x", [name]: "Car"}; // @panic InherentTypeViolation
    _ = r;
}
