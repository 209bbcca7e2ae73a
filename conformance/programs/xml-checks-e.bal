import ballerina/io;

xmlns "urn:a" as p;
xmlns "urn:b" as p; // @error
xmlns "urn:b" as io; // @error
xmlns "urn:one";
xmlns "urn:two"; // @error
xmlns "" as empty; // @error
xmlns 1 as number; // @error

type NotXml string;

function uri() returns string => "u";

function inBlock() {
    xmlns "urn:x" as q;
    xmlns "urn:y" as q; // @error
    {
        xmlns "urn:z" as q;
        xmlns "urn:x" as inner;
        io:println(xml `<inner:b/>`, q:name);
    }
    io:println(inner:name); // @error
    xml _ = xml `<inner:b/>`; // @error
    xmlns uri() as r; // @error
}

function templates(xml x) {
    xml _ = xml `<no:b/>`; // @error
    xml _ = xml `<a no:b="1"/>`; // @error
    xml _ = xml `<a b="1" b="2"/>`; // @error
    xml _ = xml `<a xmlns:r="urn:a" p:b="1" r:b="2"/>`; // @error
    xml _ = xml `<a xmlns:r=""/>`; // @error
    xml _ = xml `<a xmlns:xmlns="u"/>`; // @error
    xml _ = xml `<a>&nbsp;</a>`; // @error
    xml _ = xml `<?a:b c?>`; // @error
    xml _ = xml `${()}`; // @error
    xml _ = xml `<a>${[1]}</a>`; // @error
    xml _ = xml `<a b="${x}"/>`; // @error
    xml _ = xml `<${x}/>`; // @error
    xml _ = xml `<!--${1}-->`; // @error
    xml:Comment _ = xml `<a/>`; // @error
    xml:Element _ = xml `<a/><b/>`; // @error
    xml:Text _ = xml `${x}`; // @error
    string _ = string `${x}`; // @error
}

function access(xml x, xml? y, int i) {
    string _ = x.attr; // @error
    string? _ = x?.attr; // @error
    string|error a = x.no:attr; // @error
    string|error b = x.io:println; // @error
    string|error c = y.attr; // @error
    xml _ = x/<no:b>; // @error
    xml _ = i/*; // @error
    xml _ = i.<a>; // @error
    xml _ = x["a"]; // @error
    xml:Element _ = x[0]; // @error
    xml _ = x/<b>.length(); // @error
    xml _ = x/<b>["a"]; // @error
    x.attr = "s"; // @error
    x[0] = x; // @error
    io:println(a is error, b is error, c is error);
}

function operators(xml x, xml? y, xml:Element e) {
    xml _ = x + 1; // @error
    xml _ = x - x; // @error
    xml? _ = y + x; // @error
    string _ = x + "s"; // @error
    xml:Element _ = e + e; // @error
    boolean _ = x == "s"; // @error
    boolean _ = x < x; // @error
    readonly & xml _ = x; // @error
}

function functions(xml x) {
    string _ = x.getName(); // @error
    string _ = x.getContent(); // @error
    xml _ = x.map(y => 1); // @error
    xml<int> a = xml ``; // @error
    xml<NotXml> b = xml ``; // @error
    foreach xml:Comment c in x { // @error
        io:println(c);
    }
    xml _ = from int j in [1] select j; // @error
    io:println(a, b);
}
