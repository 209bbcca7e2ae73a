// XML template expressions: content, attributes, references, interpolation, static types.
import ballerina/io;

type Body record {|
    xml content;
    string name;
|};

type Row record {|
    readonly xml key;
    int value;
|};

public function main() {
    io:println(xml `<a b='1' c="2"><d/>text<!-- note --><?go on?></a>`); // @output <a b="1" c="2"><d/>text<!-- note --><?go on?></a>
    io:println(xml `<e></e><?empty?>`); // @output <e/><?empty ?>
    io:println(xml `&lt;&#65;&#x42;&amp;&gt;&quot;<a q="&quot;&apos;&#10;"/>`); // @output &lt;AB&amp;&gt;"<a q="&quot;'&#xA;"/>
    io:println(xml `<![CDATA[<&>]]>tail`); // @output &lt;&amp;&gt;tail
    xml cdata = xml `a<![CDATA[b]]>c`;
    io:println(cdata.length(), " ", cdata is xml:Text); // @output 1 true

    // Interpolation: simple values become text, xml is inserted as it is.
    string s = "x < \"y\"";
    int n = 7;
    xml inner = xml `<in/>`;
    io:println(xml `<r at="${s}-${n}">${s}|${n}|${true}|${1.5}|${2.50d}|${inner}</r>`); // @output <r at="x &lt; &quot;y&quot;-7">x &lt; "y"|7|true|1.5|2.50|<in/></r>
    xml whole = xml `${inner}`;
    io:println(whole === inner); // @output true
    xml joined = xml `a${n}b${xml `c<d/>e`}${"f"}`;
    io:println(joined, " ", joined.length()); // @output a7bc<d/>ef 3
    io:println(xml `<l>${from int i in 1 ... 3 where i != 2 select xml `<i>${i}</i>`}</l>`); // @output <l><i>1</i><i>3</i></l>

    // Static types of templates, and how values belong to types.
    xml:Element el = xml `<a/>`;
    xml:Comment comment = xml `<!--c-->`;
    xml:ProcessingInstruction pi = xml `<?p q?>`;
    xml:Text text = xml `t${n}`;
    xml<xml:Element|xml:Text> mixed = xml `<a/>t`;
    xml<never> none = xml ``;
    xml[] all = [el, comment, pi, text, mixed, none];
    foreach xml x in all {
        io:println(x is xml:Element, x is xml:Comment, x is xml:ProcessingInstruction, x is xml:Text, x is xml<xml:Element|xml:Text>, x is xml<never>);
    }
    // @output truefalsefalsefalsetruefalse
    // @output falsetruefalsefalsefalsefalse
    // @output falsefalsetruefalsefalsefalse
    // @output falsefalsefalsetruetruefalse
    // @output falsefalsefalsefalsetruefalse
    // @output falsefalsefalsetruetruetrue

    // Text forms inside of structures, and conversions.
    Body b = {content: xml `<p>"q"</p>`, name: "n"};
    io:println(b); // @output {"content":`<p>"q"</p>`,"name":"n"}
    io:println(b.toBalString()); // @output {"content":xml`<p>"q"</p>`,"name":"n"}
    io:println(b.toJsonString()); // @output {"content":"<p>\"q\"</p>", "name":"n"}
    io:println(b.content.toJson() is string); // @output true
    io:println(xml `tick ${"`"} and ${"${"}`.toBalString()); // @output xml`tick ${"`"} and ${"$"}{`

    // Where the context is immutable, so is the value.
    xml & readonly ro = xml `<a><b x="${n}"/></a>`;
    io:println(ro is readonly, " ", el is readonly, " ", text is readonly); // @output true false true
    table<Row> key(key) t = table [{key: xml `<a/>`, value: 1}, {key: xml `<b y="1" x="2"/>`, value: 2}];
    io:println(t[xml `<b x="2" y="1"/>`]?.value, " ", t[xml `<c/>`] is ()); // @output 2 true
    anydata any1 = el;
    io:println(any1 is xml, " ", any1 is string, " ", typeof any1 === xml:Element); // @output true false true
    xml[2] filled = [];
    io:println(filled[1] == xml ``); // @output true

    // Equality and identity.
    xml one = xml `<a x="1" y="2"><!--c-->t</a>`;
    xml two = xml `<a y="2" x="1"><!--c-->t</a>`;
    io:println(one == two, " ", one === two, " ", one === one, " ", one == xml `<a x="1"><!--c-->t</a>`); // @output true false true false
    io:println(xml `t` === xml `t`, " ", (one + two) === (one + two), " ", (one + "t") === (two + "t")); // @output true true false
    one += "more";
    io:println("pre" + one + xml `!`); // @output pre<a x="1" y="2"><!--c-->t</a>more!
}
