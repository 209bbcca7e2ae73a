// Deep nesting and long sequences: nothing recurses on the native stack, and concatenation is linear.
import ballerina/io;

public function main() returns error? {
    xml x = xml `leaf`;
    foreach int _ in 0 ..< 3000 {
        x = xml `<e>${x}</e>`;
    }
    string s = x.toString();
    io:println(s.length()); // @output 21004
    xml parsed = check xml:fromString(s);
    io:println(parsed == x, " ", x.clone() == x, " ", x.cloneReadOnly() is readonly, " ", x.data()); // @output true true true leaf
    io:println((x/**/<e>).length()); // @output 2999
    xml[] parts = [];
    foreach int i in 0 ..< 1000 {
        parts.push(xml `<i>${i}</i>t`);
    }
    xml wide = xml `<r>${xml:concat(...parts)}</r>`;
    io:println((wide/*).length(), " ", (wide/<i>).length(), " ", (wide/*).text().length()); // @output 2000 1000 1
    int sum = 0;
    foreach xml:Element e in wide/<i> {
        sum += check int:fromString(e.data());
    }
    io:println(sum); // @output 499500
    xml joined = from int _ in 0 ..< 500 select xml `t`;
    io:println(joined.length(), " ", joined.data().length()); // @output 1 500
}
