// lang.xml: sequences of elements, texts, comments and processing instructions.

public const string XML_NAMESPACE_URI = "http://www.w3.org/XML/1998/namespace";
public const string XMLNS_NAMESPACE_URI = "http://www.w3.org/2000/xmlns/";

public const string space = "{http://www.w3.org/XML/1998/namespace}space";
public const string lang = "{http://www.w3.org/XML/1998/namespace}lang";
public const string base = "{http://www.w3.org/XML/1998/namespace}base";

@builtinSubtype
public type Element xml;

@builtinSubtype
public type ProcessingInstruction xml;

@builtinSubtype
public type Comment xml;

@builtinSubtype
public type Text xml;

@typeParam
type ItemType xml:Element|xml:Comment|xml:ProcessingInstruction|xml:Text;

@typeParam
type XmlType xml;

public isolated function length(xml x) returns int = external;

public isolated function iterator(xml<ItemType> x) returns object {
    public isolated function next() returns record {|ItemType value;|}?;
} {
    return object {
        private int at = 0;
        public isolated function next() returns record {|ItemType value;|}? {
            if self.at >= x.length() {
                return ();
            }
            ItemType value = x.get(self.at);
            self.at += 1;
            return {value};
        }
    };
}

public isolated function get(xml<ItemType> x, int i) returns ItemType = external;

public isolated function concat((xml|string)... xs) returns xml = external;

public isolated function getName(xml:Element elem) returns string = external;

public isolated function setName(xml:Element elem, string xName) = external;

public isolated function getAttributes(xml:Element x) returns map<string> = external;

public isolated function getChildren(xml:Element elem) returns xml = external;

public isolated function setChildren(xml:Element elem, xml|string children) = external;

public isolated function getDescendants(xml:Element elem) returns xml = external;

public isolated function data(xml x) returns string = external;

public isolated function getTarget(xml:ProcessingInstruction x) returns string = external;

public isolated function getContent(xml:ProcessingInstruction|xml:Comment x) returns string = external;

public isolated function createElement(string name, map<string> attributes = {}, xml children = xml ``)
        returns xml:Element = external;

public isolated function createProcessingInstruction(string target, string content)
        returns xml:ProcessingInstruction = external;

public isolated function createComment(string content) returns xml:Comment = external;

public isolated function createText(string data) returns xml:Text = external;

public isolated function slice(xml<ItemType> x, int startIndex, int endIndex = x.length())
        returns xml<ItemType> = external;

public isolated function strip(xml x) returns xml = external;

public isolated function elements(xml x, string? nm = ()) returns xml<xml:Element> = external;

public isolated function children(xml x) returns xml = external;

public isolated function elementChildren(xml x, string? nm = ()) returns xml<xml:Element> = external;

public isolated function text(xml x) returns xml:Text = external;

public isolated function 'map(xml<ItemType> x, @isolatedParam function(ItemType item) returns XmlType func)
        returns xml<XmlType> {
    xml[] results = [];
    foreach ItemType item in x {
        results.push(func(item));
    }
    return <xml<XmlType>>concat(...results);
}

public isolated function forEach(xml<ItemType> x, @isolatedParam function(ItemType item) returns () func)
        returns () {
    foreach ItemType item in x {
        func(item);
    }
}

public isolated function filter(xml<ItemType> x, @isolatedParam function(ItemType item) returns boolean func)
        returns xml {
    xml[] results = [];
    foreach ItemType item in x {
        if func(item) {
            results.push(item);
        }
    }
    return concat(...results);
}

public isolated function fromString(string s) returns xml|error = external;
