// ballerina/mime: media types, content dispositions and base64 as mail and HTTP have them.

import ballerina/lang.array;

public const string APPLICATION_OCTET_STREAM = "application/octet-stream";
public const string APPLICATION_JSON = "application/json";
public const string APPLICATION_XML = "application/xml";
public const string APPLICATION_SVG_XML = "application/svg+xml";
public const string APPLICATION_XHTML_XML = "application/xhtml+xml";
public const string APPLICATION_SOAP_XML = "application/soap+xml";
public const string APPLICATION_FORM_URLENCODED = "application/x-www-form-urlencoded";
public const string APPLICATION_PDF = "application/pdf";
public const string IMAGE_JPEG = "image/jpeg";
public const string IMAGE_GIF = "image/gif";
public const string IMAGE_PNG = "image/png";
public const string MULTIPART_FORM_DATA = "multipart/form-data";
public const string MULTIPART_MIXED = "multipart/mixed";
public const string MULTIPART_ALTERNATIVE = "multipart/alternative";
public const string MULTIPART_RELATED = "multipart/related";
public const string MULTIPART_PARALLEL = "multipart/parallel";
public const string TEXT_PLAIN = "text/plain";
public const string TEXT_HTML = "text/html";
public const string TEXT_XML = "text/xml";
public const string TEXT_EVENT_STREAM = "text/event-stream";

public const string BOUNDARY = "boundary";
public const string START = "start";
public const string TYPE = "type";
public const string CHARSET = "charset";
public const string DEFAULT_CHARSET = "UTF-8";
public const string CONTENT_ID = "content-id";
public const string CONTENT_LENGTH = "content-length";
public const string CONTENT_TYPE = "content-type";
public const string CONTENT_DISPOSITION = "content-disposition";

# Represents the error type of the module.
public type Error distinct error;

# Represents an error, which occurs when encoding.
public type EncodeError distinct Error;

# Represents an error, which occurs when decoding.
public type DecodeError distinct Error;

# Represents an error, which occurs if a content type is not one.
public type InvalidContentTypeError distinct Error;

# What no other error of the module stands for.
public type GenericMimeError distinct Error;

# A header field could not be set.
public type SetHeaderError distinct Error;

# A header field cannot have such a value.
public type InvalidHeaderValueError distinct Error;

# A parameter of a header field is not well-formed.
public type InvalidHeaderParamError distinct Error;

# A content length is no number.
public type InvalidContentLengthError distinct Error;

# Something cannot be done with a header field.
public type InvalidHeaderOperationError distinct Error;

# A body could not be written.
public type SerializationError distinct Error;

# A header field that is needed is not there.
public type HeaderUnavailableError distinct Error;

# Reading or writing took too long.
public type IdleTimeoutTriggeredError distinct Error;

# There is no body.
public type NoContentError distinct Error;

# Describes values in a `Content-Disposition` header.
#
# + fileName - Default filename for storing the body part at the receiving end
# + disposition - How the body part should be presented (inline, attachment or as form-data)
# + name - Represents the field name in the case of `multipart/form-data`
# + parameters - A set of parameters specified in the attribute=value notation
public class ContentDisposition {
    public string fileName = "";
    public string disposition = "";
    public string name = "";
    public map<string> parameters = {};

    # Converts the `ContentDisposition` type to a string suitable for use as the value of a corresponding MIME header.
    #
    # + return - The value
    public isolated function toString() returns string {
        string[] parts = self.disposition == "" ? [] : [self.disposition];
        if self.name != "" {
            parts.push("name=" + quoted(self.name));
        }
        if self.fileName != "" {
            parts.push("filename=" + quoted(self.fileName));
        }
        foreach var [name, value] in self.parameters.entries() {
            parts.push(name + "=" + value);
        }
        return string:'join(";", ...parts);
    }
}

# Describes the nature of the data in the body of a MIME entity.
#
# + primaryType - Declares the general type of data
# + subType - A specific format of the primary type data
# + suffix - Identifies the underlying structure of the media type
# + parameters - A set of parameters specified in the attribute=value notation
public class MediaType {
    public string primaryType = "";
    public string subType = "";
    public string suffix = "";
    public map<string> parameters = {};

    # Gets the "primaryType/subtype" combination in a string format.
    #
    # + return - Base type as a string from the MediaType struct
    public isolated function getBaseType() returns string => self.primaryType + "/" + self.subType;

    # Converts the media type to a string, suitable to be used as the value of a corresponding HTTP header.
    #
    # + return - The `Content-Type` with parameters as a string
    public isolated function toString() returns string {
        string[] pairs = from var [name, value] in self.parameters.entries()
            select name + "=" + value;
        return self.getBaseType() + (pairs.length() == 0 ? "" : "; " + string:'join(";", ...pairs));
    }
}

# Gets the `MediaType` object of a content type.
#
# + contentType - The content type in a string format
# + return - The object, or else a `mime:InvalidContentTypeError` if the content type is not one
public isolated function getMediaType(string contentType) returns MediaType|InvalidContentTypeError {
    string[] parts = splitUnquoted(contentType);
    string base = parts[0].trim();
    if !re `[!#$%&'*+.^_|~0-9A-Za-z\-]+/[!#$%&'*+.^_|~0-9A-Za-z\-]+`.isFullMatch(base) {
        return error InvalidContentTypeError("Invalid content type: " + contentType);
    }
    int slash = <int>base.indexOf("/");
    MediaType media = new;
    media.primaryType = base.substring(0, slash).toLowerAscii();
    media.subType = base.substring(slash + 1).toLowerAscii();
    int? plus = media.subType.lastIndexOf("+");
    media.suffix = plus is int ? media.subType.substring(plus + 1) : "";
    foreach string part in parts.slice(1) {
        if part.trim() == "" {
            continue;
        }
        [string, string]? pair = attribute(part);
        if pair is () || pair[0] == "" {
            return error InvalidContentTypeError("Invalid content type: " + contentType);
        }
        media.parameters[pair[0].toLowerAscii()] = pair[1];
    }
    return media;
}

# Gets the `ContentDisposition` object of a header's value.
#
# + contentDisposition - The value of `Content-Disposition`
# + return - The object
public isolated function getContentDispositionObject(string contentDisposition) returns ContentDisposition {
    ContentDisposition found = new;
    string[] parts = splitUnquoted(contentDisposition);
    found.disposition = parts[0].trim();
    foreach string part in parts.slice(1) {
        [string, string]? pair = attribute(part);
        if pair is () {
            continue;
        }
        match pair[0].toLowerAscii() {
            "name" => {
                found.name = pair[1];
            }
            "filename" => {
                found.fileName = pair[1];
            }
            _ => {
                found.parameters[pair[0]] = pair[1];
            }
        }
    }
    return found;
}

# Encodes text or bytes in base64, in lines of 76 characters.
#
# + contentToBeEncoded - What is to be encoded
# + charset - Charset of text; `utf-8` is the only one
# + return - Text for text, bytes for bytes, or else a `mime:EncodeError`
public isolated function base64Encode(string|byte[] contentToBeEncoded, string charset = "utf-8")
        returns string|byte[]|EncodeError {
    if charset.toLowerAscii() != "utf-8" {
        return error EncodeError("unsupported charset: " + charset);
    }
    if contentToBeEncoded is string {
        return lines(contentToBeEncoded.toBytes().toBase64());
    }
    return lines(contentToBeEncoded.toBase64()).toBytes();
}

# Decodes base64; what is none of its characters is skipped, as line ends are.
#
# + contentToBeDecoded - What is to be decoded
# + charset - Charset of text; `utf-8` is the only one
# + return - Text for text, bytes for bytes, or else a `mime:DecodeError`
public isolated function base64Decode(string|byte[] contentToBeDecoded, string charset = "utf-8")
        returns string|byte[]|DecodeError {
    if charset.toLowerAscii() != "utf-8" {
        return error DecodeError("unsupported charset: " + charset);
    }
    string|error given = contentToBeDecoded is string ? contentToBeDecoded : string:fromBytes(contentToBeDecoded);
    byte[]|error bytes = given is string ? array:fromBase64(re `[^A-Za-z0-9+/=]`.replaceAll(given, "")) : given;
    if bytes is error {
        return error DecodeError("Error occurred while decoding: " + bytes.message(), bytes);
    }
    if contentToBeDecoded is byte[] {
        return bytes;
    }
    string|error text = string:fromBytes(bytes);
    return text is string ? text : error DecodeError("Error occurred while decoding: " + text.message(), text);
}

# Encodes bytes in base64.
#
# + valueToBeEncoded - The bytes
# + return - The encoded bytes or else a `mime:EncodeError`
public isolated function base64EncodeBlob(byte[] valueToBeEncoded) returns byte[]|EncodeError {
    return lines(valueToBeEncoded.toBase64()).toBytes();
}

# Decodes bytes in base64.
#
# + valueToBeDecoded - The encoded bytes
# + return - The bytes or else a `mime:DecodeError`
public isolated function base64DecodeBlob(byte[] valueToBeDecoded) returns byte[]|DecodeError {
    string|byte[] result = check base64Decode(valueToBeDecoded);
    return result is byte[] ? result : result.toBytes();
}

isolated function lines(string text) returns string {
    string[] all = [];
    int i = 0;
    while i < text.length() {
        all.push(text.substring(i, int:min(i + 76, text.length())));
        i += 76;
    }
    return string:'join("\r\n", ...all);
}

isolated function quoted(string text) returns string {
    return "\"" + re `"`.replaceAll(text, "\\\"") + "\"";
}

# The parts between semicolons that are not in quotes.
isolated function splitUnquoted(string text) returns string[] {
    string[] parts = [];
    string part = "";
    boolean inside = false;
    boolean escaped = false;
    foreach string:Char c in text {
        if c == ";" && !inside {
            parts.push(part);
            part = "";
            continue;
        }
        inside = c == "\"" && !escaped ? !inside : inside;
        escaped = c == "\\" && inside && !escaped;
        part += c;
    }
    parts.push(part);
    return parts;
}

# Name and value of a parameter, without quotes.
isolated function attribute(string text) returns [string, string]? {
    int? sign = text.indexOf("=");
    if sign is () {
        return;
    }
    string value = text.substring(sign + 1).trim();
    if value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"") {
        value = re `\\"`.replaceAll(value.substring(1, value.length() - 1), "\"");
    }
    return [text.substring(0, sign).trim(), value];
}
