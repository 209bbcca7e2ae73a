// Filters, steps with extensions, member access, iteration and queries.
import ballerina/io;

xmlns "urn:b" as b;

int evaluated = 0;

function index() returns int {
    evaluated += 1;
    return 0;
}

public function main() returns error? {
    xml shelf = xml `<shelf xmlns:b="urn:b"><b:book n="1"><title>One</title><by>A</by></b:book><book n="2"><title>Two</title><by>B</by><by>C</by></book><b:cd/><!--end-->tail</shelf>`;
    io:println((shelf/*).length()); // @output 5
    io:println(shelf/<book>); // @output <book n="2"><title>Two</title><by>B</by><by>C</by></book>
    io:println((shelf/<b:book>).length(), (shelf/<b:*>).length(), (shelf/<*>).length(), (shelf/<book|b:cd>).length()); // @output 1232
    io:println(shelf/**/<by>); // @output <by>A</by><by>B</by><by>C</by>
    io:println(shelf.<shelf>.<*> == shelf, " ", shelf.<other>.length()); // @output true 0

    // An extension applies to what each element has below it.
    io:println(shelf/<*>/<by>[0]); // @output <by>A</by><by>B</by>
    io:println((shelf/<*>/<by>)[0]); // @output <by>A</by>
    io:println(shelf/<*>/*.<title>.strip()); // @output <title>One</title><title>Two</title>
    io:println(shelf/<*>/*.elements("by")); // @output <by>A</by><by>B</by><by>C</by>
    io:println(shelf/*.<b:book>/<title>/*); // @output One
    io:println(shelf/<book>/<by>[index()]?.missing is (), " ", evaluated); // @output true 1
    io:println((shelf/<nothing>[index()]).length(), " ", evaluated); // @output 0 2
    io:println(shelf/**/<title>[1]); // @output <title>Two</title>

    {
        xmlns "urn:b";
        // A name without prefix is in the default namespace.
        io:println((shelf/<book>).length(), " ", check (shelf/<book>).n); // @output 1 1
    }

    // Member access: past the end there is nothing.
    xml items = shelf/*;
    io:println(items[4], " ", items[5].length(), " ", items[5] == xml ``); // @output tail 0 true
    xml<xml:Comment> comments = xml `<!--x-->`;
    xml:Comment|xml<never> c = comments[0];
    io:println(c); // @output <!--x-->

    foreach var item in items {
        io:print(item is xml:Element ? item.getName() : item.toString(), ";");
    }
    io:println(); // @output {urn:b}book;book;{urn:b}cd;<!--end-->;tail;
    string[] titles = from xml:Element t in shelf/**/<title> order by t.data() descending select t.data();
    io:println(titles); // @output ["Two","One"]
    xml found = from var e in shelf/<*> where (e/<by>).length() > 0 select e/<by>;
    io:println(found); // @output <by>A</by><by>B</by><by>C</by>
    xml<xml:Element> wrapped = from var e in shelf/**/<by> select xml `<w>${e/*}</w>`;
    io:println(wrapped); // @output <w>A</w><w>B</w><w>C</w>
    int count = from var e in shelf/<*> collect [e].length();
    io:println(count); // @output 3
}
