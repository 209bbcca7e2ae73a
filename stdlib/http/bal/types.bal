// Types, constants and annotations of ballerina/http. What is not there yet is left out, so that a program that uses it is
// told so when it is compiled.

import ballerina/http.httpscerr;
import ballerina/io;

public enum HttpVersion {
    HTTP_1_0 = "1.0",
    HTTP_1_1 = "1.1",
    HTTP_2_0 = "2.0"
}

public const decimal DEFAULT_LISTENER_TIMEOUT = 60;
public const decimal DEFAULT_GRACEFULSTOP_TIMEOUT = 0;

public const HTTP_FORWARD = "FORWARD";
public const HTTP_GET = "GET";
public const HTTP_POST = "POST";
public const HTTP_DELETE = "DELETE";
public const HTTP_OPTIONS = "OPTIONS";
public const HTTP_PUT = "PUT";
public const HTTP_PATCH = "PATCH";
public const HTTP_HEAD = "HEAD";
public const HTTP_SUBMIT = "SUBMIT";
public const HTTP_NONE = "NONE";

# The HTTP service type.
public type Service distinct service object {
};

# What a response can be made of.
public type ResponseMessage anydata|Response|stream<byte[], io:Error?>|stream<SseEvent, error?>;

# What a request can be made of.
public type RequestMessage anydata|Request|stream<byte[], io:Error?>;

# The other end of a connection.
#
# + host - The remote host name
# + port - The remote port
# + ip - The remote IP address
public type Remote record {|
    string host;
    int port;
    string ip;
|};

# This end of a connection.
#
# + host - The local host name
# + port - The local port
# + ip - The local IP address
public type Local record {|
    string host;
    int port;
    string ip;
|};

# The body of the response to a request that went wrong.
#
# + timestamp - Timestamp of the error
# + status - Relevant HTTP status code
# + reason - Reason phrase
# + message - Error message
# + path - Request path
# + method - Method type of the request
public type ErrorPayload record {
    string timestamp;
    int status;
    string reason;
    string message;
    string path;
    string method;
};

// ---- annotations ----

# Defines the Payload resource signature parameter and return parameter.
#
# + mediaType - Specifies the allowed media types of the corresponding payload type
public type HttpPayload record {|
    string|string[] mediaType?;
|};

# The annotation which is used to define the Payload resource signature parameter and return parameter.
public annotation HttpPayload Payload on parameter, return;

# Configures the typing details type of the Caller resource signature parameter.
#
# + respondType - Specifies the type of response
public type HttpCallerInfo record {|
    typedesc<ResponseMessage|StatusCodeResponse|Error> respondType?;
|};

# The annotation which is used to configure the type of the response.
public annotation HttpCallerInfo CallerInfo on parameter;

# Defines the Header resource signature parameter.
#
# + name - Specifies the name of the required header
public type HttpHeader record {|
    string name?;
|};

# The annotation which is used to define the Header parameter.
public const annotation HttpHeader Header on parameter, record field;

# Defines the query resource signature parameter.
#
# + name - Specifies the name of the query parameter
public type HttpQuery record {|
    string name?;
|};

# The annotation which is used to define the query parameter.
public const annotation HttpQuery Query on parameter, record field;

// ---- errors ----

# Represents the details of an HTTP error.
#
# + statusCode - The inbound error response status code
# + headers - The inbound error response headers
# + body - The inbound error response body
public type Detail record {
    int statusCode;
    map<string[]> headers;
    anydata body;
};

# Defines the common error type for the module.
public type Error distinct error;

# Defines the possible listener error types.
public type ListenerError distinct Error;

# Defines the possible client error types.
public type ClientError distinct Error;

# Represents a header not found error when retrieving headers.
public type HeaderNotFoundError distinct Error;

# Represents an error, which occurred due to header binding.
public type HeaderBindingError distinct Error;

# Represents an error, which occurred due to payload binding.
public type PayloadBindingError distinct Error;

# Represents an error, which occurred due to payload constraint validation.
public type PayloadValidationError distinct PayloadBindingError;

# Represents a generic listener error.
public type GenericListenerError distinct ListenerError;

# Represents an error, which occurred due to the absence of the payload.
public type NoContentError distinct ClientError;

# Represents a generic client error.
public type GenericClientError distinct ClientError;

# Represents both 4XX and 5XX application response client error.
public type ApplicationResponseError distinct (ClientError & error<Detail>);

# Represents an error, which occurred due to bad syntax or incomplete info in the client request(4xx HTTP response).
public type ClientRequestError distinct (ApplicationResponseError & error<Detail>);

# Represents an error, which occurred due to a failure of the remote server(5xx HTTP response).
public type RemoteServerError distinct (ApplicationResponseError & error<Detail>);

# The status code that an error stands for.
isolated function statusOf(error err) returns int {
    if err is ApplicationResponseError {
        return err.detail().statusCode;
    }
    return err is httpscerr:StatusCodeError ? httpscerr:statusOf(err) : 500;
}
