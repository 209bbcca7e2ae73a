# What an XML file is to contain.
public enum XmlEntityType {
    DOCUMENT_ENTITY,
    EXTERNAL_PARSED_ENTITY
}

# The document type declaration of an XML file: `internalSubset` goes before the identifiers.
public type XmlDoctype record {|
    string? system = ();
    string? 'public = ();
    string? internalSubset = ();
|};

# How XML is written.
public type XmlWriteOptions record {|
    XmlEntityType xmlEntityType = DOCUMENT_ENTITY;
    XmlDoctype doctype?;
|};

public isolated function fileReadXml(string path) returns xml|Error {
    string text = check fileReadString(path);
    xml|error value = 'xml:fromString(text);
    return value is error ? error GenericError(value.message(), value) : value;
}

public isolated function fileWriteXml(string path, xml content, FileWriteOption fileWriteOption = OVERWRITE,
        *XmlWriteOptions xmlOptions) returns Error? {
    XmlDoctype? doctype = xmlOptions?.doctype;
    if xmlOptions.xmlEntityType == EXTERNAL_PARSED_ENTITY {
        if doctype is XmlDoctype {
            return error ConfigurationError("The document type declaration is not supported for an external parsed entity");
        }
        return fileWriteString(path, content.toString(), fileWriteOption);
    }
    if fileWriteOption == APPEND {
        return error ConfigurationError("The file append operation is not allowed for Document Entity");
    }
    if content.elements().length() != 1 || content.length() != 1 {
        return error ConfigurationError("The XML Document can only contains single root");
    }
    string text = content.toString();
    if doctype is XmlDoctype && content is 'xml:Element {
        text = doctypeText(content.getName(), doctype) + "\n" + text;
    }
    return fileWriteString(path, text);
}

isolated function doctypeText(string root, XmlDoctype doctype) returns string {
    string? subset = doctype.internalSubset;
    string? system = doctype.system;
    string? name = doctype.'public;
    if subset is string {
        return string `<!DOCTYPE ${root} ${subset}>`;
    }
    if name is string && system is string {
        return string `<!DOCTYPE ${root} PUBLIC "${name}" "${system}">`;
    }
    if name is string {
        return string `<!DOCTYPE ${root} PUBLIC "${name}">`;
    }
    return system is string ? string `<!DOCTYPE ${root} SYSTEM "${system}">` : string `<!DOCTYPE ${root}>`;
}
