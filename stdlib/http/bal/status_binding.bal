// Responses as status code records.

import ballerina/constraint;

# Represents the details of an error of a response that could not be bound to a status code record.
#
# + fromDefaultStatusCodeMapping - Whether the record was one for any status code
public type StatusCodeBindingErrorDetail record {
    *Detail;
    boolean fromDefaultStatusCodeMapping;
};

# Represents the error, which occurred when a response could not be bound to a status code record.
public type StatusCodeResponseBindingError distinct ClientError & error<StatusCodeBindingErrorDetail>;

# Represents the error, which occurred as no status code record was expected for a response with a status of 4xx.
public type StatusCodeBindingClientRequestError distinct StatusCodeResponseBindingError & ClientRequestError;

# Represents the error, which occurred as no status code record was expected for a response with a status of 5xx.
public type StatusCodeBindingRemoteServerError distinct StatusCodeResponseBindingError & RemoteServerError;

# Represents an error, which occurred due to media-type binding.
public type MediaTypeBindingError distinct Error;

# Represents an error, which occurred due to media type validation.
public type MediaTypeValidationError distinct MediaTypeBindingError;

# Represents an error, which occurred due to header constraint validation.
public type HeaderValidationError distinct HeaderBindingError;

# Represents the errors, which occurred as a part of a response does not fit into its status code record.
public type StatusCodeResponseDataBindingError MediaTypeBindingStatusCodeClientError|PayloadBindingStatusCodeClientError|
    HeaderBindingStatusCodeClientError;

type MediaTypeBindingStatusCodeClientError distinct MediaTypeBindingError & StatusCodeResponseBindingError;

type MediaTypeValidationStatusCodeClientError distinct MediaTypeValidationError & MediaTypeBindingStatusCodeClientError;

type PayloadBindingStatusCodeClientError distinct PayloadBindingError & StatusCodeResponseBindingError;

type PayloadValidationStatusCodeClientError distinct PayloadValidationError & PayloadBindingStatusCodeClientError;

type HeaderBindingStatusCodeClientError distinct HeaderBindingError & StatusCodeResponseBindingError;

type HeaderValidationStatusCodeClientError distinct HeaderValidationError & HeaderBindingStatusCodeClientError;

# One record of each status code, whose status is that of every record of the code.
final readonly & StatusCodeResponse[] STATUS_RECORDS = [
    CONTINUE, SWITCHING_PROTOCOLS, PROCESSING, EARLY_HINTS, OK, CREATED, ACCEPTED, NON_AUTHORITATIVE_INFORMATION,
    NO_CONTENT, RESET_CONTENT, PARTIAL_CONTENT, MULTI_STATUS, ALREADY_REPORTED, IM_USED, MULTIPLE_CHOICES,
    MOVED_PERMANENTLY, FOUND, SEE_OTHER, NOT_MODIFIED, USE_PROXY, TEMPORARY_REDIRECT, PERMANENT_REDIRECT,
    BAD_REQUEST, UNAUTHORIZED, PAYMENT_REQUIRED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE,
    PROXY_AUTHENTICATION_REQUIRED, REQUEST_TIMEOUT, CONFLICT, GONE, LENGTH_REQUIRED, PRECONDITION_FAILED,
    PAYLOAD_TOO_LARGE, URI_TOO_LONG, UNSUPPORTED_MEDIA_TYPE, RANGE_NOT_SATISFIABLE, EXPECTATION_FAILED,
    MISDIRECTED_REQUEST, UNPROCESSABLE_ENTITY, LOCKED, FAILED_DEPENDENCY, TOO_EARLY, PREDICTION_REQUIRED,
    UNAVAILABLE_DUE_TO_LEGAL_REASONS, UPGRADE_REQUIRED, TOO_MANY_REQUESTS, REQUEST_HEADER_FIELDS_TOO_LARGE,
    INTERNAL_SERVER_ERROR, NOT_IMPLEMENTED, BAD_GATEWAY, SERVICE_UNAVAILABLE, GATEWAY_TIMEOUT,
    HTTP_VERSION_NOT_SUPPORTED, VARIANT_ALSO_NEGOTIATES, INSUFFICIENT_STORAGE, LOOP_DETECTED, NOT_EXTENDED,
    NETWORK_AUTHENTICATION_REQUIRED
];

# A response as the record of its status code among those that are expected, or one for all other codes.
isolated function bindStatus(Response|ClientError response, typedesc<StatusCodeResponse> t, boolean validation, boolean lax)
        returns StatusCodeResponse|ClientError {
    if response is ClientError {
        return response;
    }
    Status? known = statusOfCode(response.statusCode);
    typedesc<any>? specific = known is () ? () : statusType(t, known);
    DefaultStatus other = new (response.statusCode);
    typedesc<any>? found = specific ?: statusType(t, other);
    if found is () {
        string name = re `^typedesc `.replace(t.toString(), "");
        return noRecord(response,
                string `incompatible type: ${name} found for the response with status code: ${response.statusCode}`);
    }
    boolean default = specific is ();
    Status status = known is Status && !default ? known : other;
    map<any> fields = {status};
    error? unbound = bindFields(response, found, fields, validation, lax);
    if unbound is error {
        return partError(response, unbound, default);
    }
    return <StatusCodeResponse>recordOf(found, fields);
}

isolated function statusOfCode(int code) returns Status? {
    foreach StatusCodeResponse one in STATUS_RECORDS {
        if one.status.code == code {
            return one.status;
        }
    }
}

# What does not fit: `part` of the detail says which part of the response it is.
isolated function unfit(string part, string message, error cause) returns error =>
    error(message, cause, part = part, invalid = cause is constraint:Error);

isolated function bindFields(Response response, typedesc<any> t, map<any> fields, boolean validation, boolean lax)
        returns error? {
    typedesc<any>? headers = memberType(t, "headers");
    if headers is typedesc<anydata> {
        fields["headers"] = check boundHeaders(response, headers, validation);
    }
    typedesc<any>? mediaType = memberType(t, "mediaType");
    string contentType = response.getContentType();
    if mediaType is typedesc<anydata> && contentType != "" {
        anydata|error value = contentType.cloneWithType(mediaType);
        if value is error {
            return unfit("media type", "media-type binding failed", value);
        }
        check checked("media type", "media-type binding failed", value, mediaType, validation);
        fields["mediaType"] = value;
    }
    typedesc<any>? body = memberType(t, "body");
    if body is typedesc<anydata> {
        byte[] bytes = check response.getBinaryPayload();
        anydata|error value = bind(bytes, contentType == "" ? () : contentType, body, lax);
        if value is NoContentError && takes(body, Nothing) {
            value = ();
        }
        if value is error {
            string message = value is NoContentError ? "No content" : "Payload binding failed: " + unbound(value);
            return unfit("payload", message, value);
        }
        check checked("payload", "payload validation failed", value, body, validation);
        fields["body"] = value;
    }
}

isolated function checked(string part, string message, anydata value, typedesc<anydata> t, boolean validation) returns error? {
    constraint:Error? invalid = validation && constraint:hasConstraints(t) ? constraint:validateConverted(value, t) : ();
    return invalid is () ? () : unfit(part, string `${message}: ${invalid.message()}`, invalid);
}

# The header fields of a response as a map or record.
isolated function boundHeaders(Response response, typedesc<anydata> t, boolean validation) returns anydata|error {
    string[]? names = recordFields(t, false);
    map<string> renamed = headerNames(t);
    string[] required = recordFields(t, true) ?: [];
    map<anydata> all = {};
    foreach string name in names ?: response.getHeaderNames() {
        string[]|error values = response.getHeaders(renamed[name] ?: name);
        typedesc<any>? member = memberType(t, name);
        if values is string[] && member is typedesc<anydata> {
            anydata|error value = headerValue(values, member);
            if value is error {
                string message = names is () ? "header binding failed" : string `header binding failed for parameter: '${name}'`;
                return unfit("header", message, value);
            }
            all[name] = value;
        } else if required.indexOf(name) !is () {
            return unfit("header", "header binding failed",
                    error HeaderNotFoundError(string `no header value found for '${name}'`));
        }
    }
    anydata|error bound = all.cloneWithType(t);
    if bound is error {
        return unfit("header", "header binding failed", bound);
    }
    check checked("header", "header binding failed", bound, t, validation);
    return bound;
}

type Strings string[];

# The values of a header field: texts if the type takes them, or what they say as JSON.
isolated function headerValue(string[] values, typedesc<anydata> t) returns anydata|error {
    if takes(t, string) {
        return values[0];
    }
    if takes(t, Strings) {
        return values;
    }
    json[] parsed = [];
    foreach string value in values {
        json|error one = value.fromJsonString();
        parsed.push(one is error ? value : one);
    }
    anydata|error list = parsed.cloneWithType(t);
    return list is error ? parsed[0].cloneWithType(t) : list;
}

# The error of a response for whose status no record is expected.
isolated function noRecord(Response response, string message) returns ClientError {
    Detail|ClientError detail = detailOf(response);
    if detail is ClientError {
        return detail;
    }
    var {statusCode, headers, body} = detail;
    if statusCode < 400 {
        return error StatusCodeResponseBindingError(message, statusCode = statusCode, headers = headers, body = body,
            fromDefaultStatusCodeMapping = false);
    }
    if statusCode < 500 {
        return error StatusCodeBindingClientRequestError(message, statusCode = statusCode, headers = headers, body = body,
            fromDefaultStatusCodeMapping = false);
    }
    return error StatusCodeBindingRemoteServerError(message, statusCode = statusCode, headers = headers, body = body,
        fromDefaultStatusCodeMapping = false);
}

# The error of a response a part of which does not fit into its record.
#
# + default - Whether the record is one for any status code
isolated function partError(Response response, error unbound, boolean default) returns ClientError {
    Detail|ClientError detail = detailOf(response);
    if detail is ClientError {
        return detail;
    }
    var {statusCode, headers, body} = detail;
    string message = unbound.message();
    error? cause = unbound.cause();
    boolean invalid = unbound.detail()["invalid"] == true;
    match unbound.detail()["part"] {
        "header" => {
            if invalid {
                return error HeaderValidationStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
            }
            return error HeaderBindingStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
        }
        "media type" => {
            if invalid {
                return error MediaTypeValidationStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
            }
            return error MediaTypeBindingStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
        }
        "payload" => {
            if invalid {
                return error PayloadValidationStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
            }
            return error PayloadBindingStatusCodeClientError(message, cause, statusCode = statusCode, headers = headers,
                body = body, fromDefaultStatusCodeMapping = default);
        }
    }
    return unbound is ClientError ? unbound
        : error StatusCodeResponseBindingError(message, cause, statusCode = statusCode, headers = headers, body = body,
            fromDefaultStatusCodeMapping = default);
}

isolated function detailOf(Response response) returns Detail|ClientError {
    map<string[]> headers = {};
    foreach string name in response.getHeaderNames() {
        string[]|error values = response.getHeaders(name);
        headers[name] = values is error ? [] : values;
    }
    anydata|ClientError body = responseBody(response);
    if body is ClientError && body !is NoContentError {
        return error PayloadBindingClientError(string `http:StatusCodeBindingError creation failed: ${response.statusCode}` +
                " response payload extraction failed", body);
    }
    return {statusCode: response.statusCode, headers, body: body is ClientError ? () : body};
}

// ---- what the run-time system does ----

isolated function statusType(typedesc<any> t, Status status) returns typedesc<any>? = external;

isolated function memberType(typedesc<any> t, string name) returns typedesc<any>? = external;

isolated function recordFields(typedesc<any> t, boolean required) returns string[]? = external;

isolated function recordOf(typedesc<any> t, map<any> fields) returns any = external;
