import ballerina/io;

const string NS = "{urn:example}";

public function main() returns error? {
    xml mixed = xml `<a id="1">x<b/></a>text<!--note--><?go fast?>`;
    xml none = xml ``;
    io:println(mixed.length(), none.length(), xml:length(xml `one`)); // @output 401
    var it = mixed.iterator();
    io:println(it.next()?.value, it.next()?.value, it.next()?.value, it.next()?.value, it.next() is (), none.iterator().next() is ()); // @output <a id="1">x<b/></a>text<!--note--><?go fast?>truetrue
    io:println(mixed.get(1), mixed.get(0), (trap mixed.get(4)) is error, (trap mixed.get(-1)) is error, (trap none.get(0)) is error); // @output text<a id="1">x<b/></a>truetruetrue
    io:println(xml:concat(), xml:concat("a", "b", xml `<c/>`, "", "d").length(), xml:concat(mixed, none) == mixed, xml `x`.concat("<")); // @output 3truex&lt;

    xml:Element a = check mixed.get(0).ensureType();
    io:println(a.getName(), (xml `<n:a xmlns:n="urn:example"/>`).getName() == NS + "a"); // @output atrue
    a.setName("A");
    io:println(a, mixed.length()); // @output <A id="1">x<b/></A>4
    a.setName(NS + "q");
    io:println(a.getName()); // @output {urn:example}q
    a.setName("a");
    map<string> attributes = a.getAttributes();
    attributes["k"] = "<&\"";
    io:println(attributes, a); // @output {"id":"1","k":"<&\""}<a id="1" k="&lt;&amp;&quot;">x<b/></a>
    _ = attributes.remove("k");
    io:println(a.getChildren(), a.getChildren().length(), (xml `<e/>`).getChildren() == none); // @output x<b/>2true
    a.setChildren("new");
    io:println(a); // @output <a id="1">new</a>
    a.setChildren(xml `<c><d/>t</c><!--k-->`);
    io:println(a.getDescendants(), a.getDescendants().length()); // @output <c><d/>t</c><d/>t<!--k-->4
    xml:Element c = check a.getChildren().get(0).ensureType();
    io:println((trap c.setChildren(a)) is error, (trap a.setChildren(a)) is error); // @output truetrue

    io:println((xml `<a>x<b>y&lt;</b><!--no-->z</a>w<?p no?>`).data(), "|", none.data(), "|", (xml `<!--c-->`).data(), "|"); // @output xy<zw|||
    xml:ProcessingInstruction pi = xml:createProcessingInstruction("go", "fast x='1'");
    xml:Comment comment = xml:createComment("note");
    io:println(pi.getTarget(), " ", pi.getContent(), " ", comment.getContent(), " ", pi, comment); // @output go fast x='1' note <?go fast x='1'?><!--note-->
    xml:Element made = xml:createElement("m");
    map<string> given = {x: "1"};
    xml:Element full = xml:createElement(NS + "f", given, xml `<k/>t`);
    given["x"] = "2";
    io:println(made, " ", full.getName(), full.getAttributes()["x"], full.getChildren(), " ", xml:createElement("e", children = xml `y`)); // @output <m/> {urn:example}f1<k/>t <e>y</e>
    xml:Text text = xml:createText("a<b");
    io:println(text, text.length(), xml:createText("").length(), xml:createText("") == none); // @output a&lt;b10true

    mixed = xml `<a/>t<b/><!--c--><?p q?>  <a/>`;
    io:println(mixed.slice(1, 3), "|", mixed.slice(5), "|", mixed.slice(7), "|", mixed.slice(2, 2).length()); // @output t<b/>|  <a/>||0
    io:println((trap mixed.slice(-1)) is error, (trap mixed.slice(0, 9)) is error, (trap mixed.slice(3, 2)) is error); // @output truetruetrue
    io:println((xml `  <a>  <b> x </b><!--c--></a><?p q?>  `).strip(), none.strip().length()); // @output <a>  <b> x </b><!--c--></a>0
    io:println(mixed.elements(), mixed.elements("a").length(), mixed.elements("z").length(), none.elements().length()); // @output <a/><b/><a/>200
    xml nested = xml `<r><a>1</a>t<b/></r><s><a>2</a></s>u`;
    io:println(nested.children(), " ", (xml `t`).children().length()); // @output <a>1</a>t<b/><a>2</a> 0
    io:println(nested.elementChildren(), " ", nested.elementChildren("a"), " ", nested.elementChildren("q").length()); // @output <a>1</a><b/><a>2</a> <a>1</a><a>2</a> 0
    io:println((xml `a<b>no</b>c<!--d-->e`).text(), "|", nested.text(), "|", none.text().length()); // @output ace|u|0

    xml mapped = mixed.map(function(xml item) returns xml => item is xml:Element ? xml `<n/>` : xml `-`);
    io:println(mapped, mapped.length(), none.map(i => i).length()); // @output <n/>-<n/>---<n/>50
    int count = 0;
    mixed.forEach(function(xml item) {
        count += 1;
    });
    none.forEach(i => io:println(i));
    io:println(count, mixed.filter(i => i is xml:Element), mixed.filter(i => false).length()); // @output 7<a/><b/><a/>0

    io:println(check xml:fromString("<a>&lt;&#x1D11E;</a><!--c-->t<?p q?>"), (check xml:fromString("")).length(), check xml:fromString("t<![CDATA[<x>]]>")); // @output <a>&lt;𝄞</a><!--c-->t<?p q?>0t&lt;x&gt;
    foreach string s in ["<a>", "</a>", "<a></b>", "<a b=1/>", "&x;", "<a b='1' b='2'/>", "<p:a/>", "<", "a<!--", "<1/>"] {
        io:print(xml:fromString(s) is error ? "e" : "[" + s + "]");
    }
    io:println(); // @output eeeeeeeeee
}
