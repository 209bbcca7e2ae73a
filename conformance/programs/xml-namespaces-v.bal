// Namespace declarations, qualified names, attribute access, and how text gets its prefixes.
import ballerina/io;

const URI = "urn:" + "a";

xmlns URI as a;
xmlns "urn:b" as b;

const QUALIFIED = a:thing;

function inDefault() returns xml {
    xmlns "urn:default";
    return xml `<f g="h"><x/></f>`;
}

public function main() returns error? {
    io:println(a:name, " ", QUALIFIED, " ", xml:lang); // @output {urn:a}name {urn:a}thing {http://www.w3.org/XML/1998/namespace}lang
    xml x = xml `<a:e b:q="1" r="2" xml:lang="en">t</a:e>`;
    io:println(x); // @output <a:e b:q="1" r="2" xml:lang="en" xmlns:a="urn:a" xmlns:b="urn:b">t</a:e>
    io:println(check x.b:q, " ", check x.r, " ", check x.xml:lang); // @output 1 2 en
    {
        xmlns "urn:inner" as a;
        io:println(xml `<a:e/>`, " ", a:name); // @output <a:e xmlns:a="urn:inner"/> {urn:inner}name
    }
    io:println(xml `<a:e/>`); // @output <a:e xmlns:a="urn:a"/>
    function () returns xml nested = function() returns xml {
        xmlns "urn:closure" as c;
        return xml `<c:e/>`;
    };
    io:println(nested()); // @output <c:e xmlns:c="urn:closure"/>

    // Missing attributes, and values that are not one element.
    string|error|() missing = x?.s;
    io:println(missing is (), " ", x.s is error, " ", (xml ``)?.s is (), " ", (xml ``).s is error); // @output true true true true
    io:println((xml `t`)?.s is error, " ", (x + x)?.r is error); // @output true true
    string|error bad = x.nope;
    io:println(bad is error ? bad.detail()["message"] : "none"); // @output attribute 'nope' not found

    // Declarations are attributes; those of a child travel with it.
    xml doc = xml `<top xmlns:p="urn:p"><p:kid p:at="1"/><other/></top>`;
    io:println(doc); // @output <top xmlns:p="urn:p"><p:kid p:at="1"/><other/></top>
    xml:Element kid = <xml:Element>(doc/*)[0];
    io:println(kid); // @output <p:kid p:at="1" xmlns:p="urn:p"/>
    io:println(kid.getName(), " ", kid.getAttributes()); // @output {urn:p}kid {"{urn:p}at":"1","{http://www.w3.org/2000/xmlns/}p":"urn:p"}

    io:println(inDefault()); // @output <f g="h" xmlns="urn:default"><x/></f>
    io:println(xml `<o xmlns="urn:o"><i xmlns=""/><p:j xmlns:p="urn:o"/></o>`); // @output <o xmlns="urn:o"><i xmlns=""/><j xmlns:p="urn:o"/></o>

    // Names without a declaration get one when they are written.
    xml made = xml:createElement("{urn:m}e", {"{urn:n}at": "v", plain: "w"}, xml:createElement("bare"));
    io:println(made); // @output <e ns0:at="v" plain="w" xmlns:ns0="urn:n" xmlns="urn:m"><bare xmlns=""/></e>
    xml:Element parsed = <xml:Element>check xml:fromString(made.toString());
    io:println(parsed.getName(), " ", check parsed.plain); // @output {urn:m}e w
}
