// The lang.xml functions, mutability and copies.
import ballerina/io;

function why(any|error e) returns string =>
    e is error ? (e.message() + ": " + (e.detail()["message"] ?: "").toString()) : "no error";

public function main() returns error? {
    xml:Element e = xml `<p a="1" b="2">hi <i>there</i><!--c--> you</p>`;
    io:println(e.getName(), " ", e.getAttributes(), " ", e.getChildren().length()); // @output p {"a":"1","b":"2"} 4
    io:println(e.getDescendants().length(), " ", e.data()); // @output 5 hi there you
    e.setName("q");
    map<string> attributes = e.getAttributes();
    attributes["a"] = "<&\">";
    _ = attributes.remove("b");
    io:println(e); // @output <q a="&lt;&amp;&quot;>">hi <i>there</i><!--c--> you</q>
    e.setChildren("just <text>");
    io:println(e); // @output <q a="&lt;&amp;&quot;>">just &lt;text&gt;</q>
    xml:Element inner = xml:createElement("in", {x: "1"}, xml `t`);
    e.setChildren(inner);
    io:println(e, " ", e.children() === inner); // @output <q a="&lt;&amp;&quot;>"><in x="1">t</in></q> true
    io:println(why(trap inner.setChildren(xml `<a/>` + e))); // @output {ballerina/lang.xml}XMLOperationError: cycle detected

    xml:ProcessingInstruction pi = xml:createProcessingInstruction("tgt", "some data");
    xml:Comment comment = xml:createComment("note");
    io:println(pi, pi.getTarget(), pi.getContent(), comment, comment.getContent()); // @output <?tgt some data?>tgtsome data<!--note-->note
    io:println(xml:createText("a<b"), " ", xml:createText("").length(), " ", xml:createElement("e")); // @output a&lt;b 0 <e/>

    xml s = xml:concat("a", xml `<b>x</b>`, "c", xml `d`, pi, comment, xml ``, "", xml `<f/>`);
    io:println(s, " ", s.length()); // @output a<b>x</b>cd<?tgt some data?><!--note--><f/> 6
    io:println(xml:concat().length(), " ", xml:concat("", xml ``) is xml<never>); // @output 0 true
    io:println(s.get(1), s.slice(1, 3), s.slice(5), s.slice(6).length()); // @output <b>x</b><b>x</b>cd<f/>0
    io:println(s.elements(), " ", s.elements("f"), " ", s.children(), " ", s.text()); // @output <b>x</b><f/> <f/> x acd
    io:println((xml `<r>${s}</r>`).elementChildren("b"), (xml `<r>${s}</r><r><z/></r>`).elementChildren()); // @output <b>x</b><b>x</b><f/><z/>
    io:println((xml ` <a/> <!--x--> `).strip(), " ", (xml ` a<?p?> `).strip(), "|"); // @output <a/>  a |
    io:println(s.map(x => x is xml:Element ? xml `<z>${x.getName()}</z>` : xml ``)); // @output <z>b</z><z>f</z>
    xml<xml:Comment> noted = s.elements().map(x => xml:createComment(x.getName()));
    io:println(noted); // @output <!--b--><!--f-->
    io:println(s.filter(x => x !is xml:Element)); // @output acd<?tgt some data?><!--note-->
    s.forEach(function(xml x) {
        io:print("[", x, "]");
    });
    io:println(); // @output [a][<b>x</b>][cd][<?tgt some data?>][<!--note-->][<f/>]
    var it = s.elements().iterator();
    record {|xml:Element value;|}? first = it.next();
    io:println(first?.value, " ", it.next() is (), " ", it.next() is ()); // @output <b>x</b> false true

    // Copies.
    xml:Element copy = e.clone();
    copy.setName("copy");
    io:println(e.getName(), " ", copy.getName(), " ", copy == e, " ", e.clone() == e, " ", e.clone() === e); // @output q copy false true false
    xml:Element & readonly ro = e.cloneReadOnly();
    io:println(ro == e, " ", ro.clone() === ro, " ", ro.getChildren() is readonly, " ", e is readonly); // @output true true true false
    io:println(why(trap ro.setName("x"))); // @output {ballerina/lang.xml}InvalidUpdate: modification not allowed on readonly value
    io:println(why(trap ro.setChildren("x"))); // @output {ballerina/lang.xml}InvalidUpdate: modification not allowed on readonly value
    map<string> frozen = ro.getAttributes();
    io:println((trap frozen.remove("a")) is error); // @output true
    record {|xml x;|} rec = check {x: e}.cloneWithType();
    io:println(rec.x == e, " ", rec.x === e, " ", {x: [e]}.cloneReadOnly() is readonly); // @output true false true

    // Text to xml.
    xml f = check xml:fromString("<?xml version='1.0'?><a xmlns='urn:d' xmlns:p='urn:p'\n><p:b c='&lt;&#65;\n' p:d=\"e\"/>t &amp; <![CDATA[<raw>]]>\r\n</a><!--x--><?p q?>");
    io:println(f, " ", f.length()); // @output <a xmlns="urn:d" xmlns:p="urn:p"><p:b c="&lt;A " p:d="e"/>t &amp; &lt;raw&gt;
    // @output </a><!--x--><?p q?> 3
    io:println(check xml:fromString(f.toString()) == f); // @output true
    xml kid = f/*[0];
    io:println(kid); // @output <p:b c="&lt;A " p:d="e" xmlns:p="urn:p"/>
    string[] bad = ["<a>", "</a>", "<a", "<a b/>", "<a b='1' b='2'/>", "<p:a/>", "&x;", "a & b", "]]>", "<!-- -- -->",
        "<1/>", "<a><b></a></b>", "<a xmlns:xmlns='x'/>", "<a b='<'/>", "<!DOCTYPE a>", "<?xml-x?><?xml version='1.0'?>",
        "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "\u{1}", "&#0;"];
    io:println(from string text in bad where xml:fromString(text) !is error select text); // @output []
    io:println(why(xml:fromString("<a>&b;</a>"))); // @output {ballerina/lang.xml}XMLOperationError: failed to parse xml: invalid reference '&b;'
}
