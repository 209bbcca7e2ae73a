// Errors of listeners, and those of clients that tell at which step a request or a response failed.

import ballerina/http.httpscerr;

// ---- what a request does not bring that the parameters of its resource ask for ----

# Represents an error, which occurred due to query parameter binding.
public type QueryParameterBindingError distinct ListenerError & httpscerr:BadRequestError;

# Represents an error, which occurred due to query parameter constraint validation.
public type QueryParameterValidationError distinct QueryParameterBindingError;

# Represents an error, which occurred due to path parameter binding.
public type PathParameterBindingError distinct ListenerError & httpscerr:BadRequestError;

type HeaderBindingListenerError distinct ListenerError & HeaderBindingError & httpscerr:BadRequestError;

type HeaderValidationListenerError distinct ListenerError & HeaderValidationError & httpscerr:BadRequestError;

type PayloadBindingListenerError distinct ListenerError & PayloadBindingError & httpscerr:BadRequestError;

type PayloadValidationListenerError distinct ListenerError & PayloadValidationError & httpscerr:BadRequestError;

# The body of a request is longer than the listener takes.
type RequestSizeError distinct ListenerError & httpscerr:PayloadTooLargeError;

# The error of an argument that could not be made of what a request brings.
#
# + failure - What the router says of it; its detail says where the argument comes from
isolated function bindingError(error failure) returns ListenerError {
    match failure.detail()["message"] {
        "query" => {
            return error QueryParameterBindingError(failure.message());
        }
        "header" => {
            return error HeaderBindingListenerError(failure.message());
        }
        "path" => {
            return error PathParameterBindingError(failure.message());
        }
    }
    return error PayloadBindingListenerError(failure.message());
}

# The error of an argument that does not obey the constraints of its type.
isolated function validationError(string 'source, string why) returns ListenerError {
    string message = 'source + " validation failed: " + why;
    match 'source {
        "query" => {
            return error QueryParameterValidationError(message);
        }
        "header" => {
            return error HeaderValidationListenerError(message);
        }
        "path" => {
            return error PathParameterBindingError(message);
        }
    }
    return error PayloadValidationListenerError(message);
}

// ---- steps of dispatching ----

# Represents an error, which occurred due to a bad matrix parameter in the path of a request.
public type BadMatrixParamError httpscerr:BadRequestError & ServiceDispatchingError;

# Represents an error, which occurred due to the path of a request that is not valid.
public type ResourcePathValidationError httpscerr:BadRequestError & ResourceDispatchingError;

# Represents an error of a resource's dispatching that is the server's.
public type ResourceDispatchingServerError httpscerr:InternalServerErrorError & ResourceDispatchingError;

// ---- steps of a listener ----

# Represents an error, which occurred while a request was received.
public type InboundRequestError distinct ListenerError;

# Represents an error, which occurred due to a failure in inbound request initialization.
public type InitializingInboundRequestError distinct InboundRequestError;

# Represents an error, which occurred while the headers of a request were read.
public type ReadingInboundRequestHeadersError distinct InboundRequestError;

# Represents an error, which occurred while the body of a request was read.
public type ReadingInboundRequestBodyError distinct InboundRequestError;

# Represents an error, which occurred while a response was sent.
public type OutboundResponseError distinct ListenerError;

# Represents an error, which occurred due to a failure in outbound response initialization.
public type InitializingOutboundResponseError distinct OutboundResponseError;

# Represents an error, which occurred while the headers of a response were written.
public type WritingOutboundResponseHeadersError distinct OutboundResponseError;

# Represents an error, which occurred while the body of a response was written.
public type WritingOutboundResponseBodyError distinct OutboundResponseError;

# Represents an error, which occurred before a 100-continue response was written.
public type Initiating100ContinueResponseError distinct OutboundResponseError;

# Represents an error, which occurred while a 100-continue response was written.
public type Writing100ContinueResponseError distinct OutboundResponseError;

// ---- steps of a client ----

# Represents a client error that occurred while the headers of a request were written.
public type WritingOutboundRequestHeadersError distinct OutboundRequestError;

# Represents a client error that occurred while the body of a request was written.
public type WritingOutboundRequestBodyError distinct OutboundRequestError;

# Represents a client error that occurred while the headers of a response were read.
public type ReadingInboundResponseHeadersError distinct InboundResponseError;

# Represents a client error that occurred while the body of a response was read.
public type ReadingInboundResponseBodyError distinct InboundResponseError;

# Represents an error of a client that is of HTTP/2 alone.
public type Http2ClientError distinct ClientError;

# Represents an error of a client that has been asked for what it cannot do.
public type UnsupportedActionError distinct GenericClientError;

# The details of a load balancing client's error.
#
# + httpActionErr - The errors of the targets
public type LoadBalanceActionErrorData record {
    error[] httpActionErr?;
};

# Represents an error of a load balancing client.
public type LoadBalanceActionError distinct ResiliencyError & error<LoadBalanceActionErrorData>;
