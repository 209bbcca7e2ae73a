// ballerina/http.httpscerr: errors that stand for status codes. A service that returns one answers with that code.

# Represents the details of an HTTP error.
#
# + headers - The error response headers
# + body - The error response body
public type ErrorDetail record {
    map<string|string[]> headers?;
    anydata body?;
};

# Represents the details of an HTTP error.
#
# + statusCode - The inbound error response status code
public type DefaultErrorDetail record {
    *ErrorDetail;
    int statusCode?;
};

# Represents the HTTP status code error.
public type StatusCodeError distinct error<ErrorDetail>;

# Represents 4XX HTTP status code errors.
public type '4XXStatusCodeError distinct StatusCodeError;

# Represents 5XX HTTP status code errors.
public type '5XXStatusCodeError distinct StatusCodeError;

# Represents the default HTTP status code error.
public type DefaultStatusCodeError distinct StatusCodeError & error<DefaultErrorDetail>;

public type BadRequestError distinct '4XXStatusCodeError;
public type UnauthorizedError distinct '4XXStatusCodeError;
public type PaymentRequiredError distinct '4XXStatusCodeError;
public type ForbiddenError distinct '4XXStatusCodeError;
public type NotFoundError distinct '4XXStatusCodeError;
public type MethodNotAllowedError distinct '4XXStatusCodeError;
public type NotAcceptableError distinct '4XXStatusCodeError;
public type ProxyAuthenticationRequiredError distinct '4XXStatusCodeError;
public type RequestTimeoutError distinct '4XXStatusCodeError;
public type ConflictError distinct '4XXStatusCodeError;
public type GoneError distinct '4XXStatusCodeError;
public type LengthRequiredError distinct '4XXStatusCodeError;
public type PreconditionFailedError distinct '4XXStatusCodeError;
public type PayloadTooLargeError distinct '4XXStatusCodeError;
public type URITooLongError distinct '4XXStatusCodeError;
public type UnsupportedMediaTypeError distinct '4XXStatusCodeError;
public type RangeNotSatisfiableError distinct '4XXStatusCodeError;
public type ExpectationFailedError distinct '4XXStatusCodeError;
public type MisdirectedRequestError distinct '4XXStatusCodeError;
public type UnprocessableEntityError distinct '4XXStatusCodeError;
public type LockedError distinct '4XXStatusCodeError;
public type FailedDependencyError distinct '4XXStatusCodeError;
public type UpgradeRequiredError distinct '4XXStatusCodeError;
public type PreconditionRequiredError distinct '4XXStatusCodeError;
public type TooManyRequestsError distinct '4XXStatusCodeError;
public type RequestHeaderFieldsTooLargeError distinct '4XXStatusCodeError;
public type UnavailableDueToLegalReasonsError distinct '4XXStatusCodeError;
public type InternalServerErrorError distinct '5XXStatusCodeError;
public type NotImplementedError distinct '5XXStatusCodeError;
public type BadGatewayError distinct '5XXStatusCodeError;
public type ServiceUnavailableError distinct '5XXStatusCodeError;
public type GatewayTimeoutError distinct '5XXStatusCodeError;
public type HTTPVersionNotSupportedError distinct '5XXStatusCodeError;
public type VariantAlsoNegotiatesError distinct '5XXStatusCodeError;
public type InsufficientStorageError distinct '5XXStatusCodeError;
public type LoopDetectedError distinct '5XXStatusCodeError;
public type NotExtendedError distinct '5XXStatusCodeError;
public type NetworkAuthenticationRequiredError distinct '5XXStatusCodeError;

# Headers and body that an error brings along. For the library's own use.
public isolated function detailOf(StatusCodeError err) returns ErrorDetail {
    return err.detail();
}

# The status code that an error stands for. For the library's own use.
public isolated function statusOf(StatusCodeError err) returns int {
    if err is DefaultStatusCodeError {
        DefaultErrorDetail detail = err.detail();
        error? cause = err.cause();
        return detail?.statusCode ?: (cause is StatusCodeError ? statusOf(cause) : 500);
    }
    if err is BadRequestError {
        return 400;
    }
    if err is UnauthorizedError {
        return 401;
    }
    if err is PaymentRequiredError {
        return 402;
    }
    if err is ForbiddenError {
        return 403;
    }
    if err is NotFoundError {
        return 404;
    }
    if err is MethodNotAllowedError {
        return 405;
    }
    if err is NotAcceptableError {
        return 406;
    }
    if err is ProxyAuthenticationRequiredError {
        return 407;
    }
    if err is RequestTimeoutError {
        return 408;
    }
    if err is ConflictError {
        return 409;
    }
    if err is GoneError {
        return 410;
    }
    if err is LengthRequiredError {
        return 411;
    }
    if err is PreconditionFailedError {
        return 412;
    }
    if err is PayloadTooLargeError {
        return 413;
    }
    if err is URITooLongError {
        return 414;
    }
    if err is UnsupportedMediaTypeError {
        return 415;
    }
    if err is RangeNotSatisfiableError {
        return 416;
    }
    if err is ExpectationFailedError {
        return 417;
    }
    if err is MisdirectedRequestError {
        return 421;
    }
    if err is UnprocessableEntityError {
        return 422;
    }
    if err is LockedError {
        return 423;
    }
    if err is FailedDependencyError {
        return 424;
    }
    if err is UpgradeRequiredError {
        return 426;
    }
    if err is PreconditionRequiredError {
        return 428;
    }
    if err is TooManyRequestsError {
        return 429;
    }
    if err is RequestHeaderFieldsTooLargeError {
        return 431;
    }
    if err is UnavailableDueToLegalReasonsError {
        return 451;
    }
    if err is InternalServerErrorError {
        return 500;
    }
    if err is NotImplementedError {
        return 501;
    }
    if err is BadGatewayError {
        return 502;
    }
    if err is ServiceUnavailableError {
        return 503;
    }
    if err is GatewayTimeoutError {
        return 504;
    }
    if err is HTTPVersionNotSupportedError {
        return 505;
    }
    if err is VariantAlsoNegotiatesError {
        return 506;
    }
    if err is InsufficientStorageError {
        return 507;
    }
    if err is LoopDetectedError {
        return 508;
    }
    if err is NotExtendedError {
        return 510;
    }
    if err is NetworkAuthenticationRequiredError {
        return 511;
    }
    return err is '4XXStatusCodeError ? 400 : 500;
}
