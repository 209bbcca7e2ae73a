// Status codes: numbers, and the records by which resources answer with them (module specification, 2.3.5.1).

public const int STATUS_CONTINUE = 100;
public const int STATUS_SWITCHING_PROTOCOLS = 101;
public const int STATUS_PROCESSING = 102;
public const int STATUS_EARLY_HINTS = 103;
public const int STATUS_OK = 200;
public const int STATUS_CREATED = 201;
public const int STATUS_ACCEPTED = 202;
public const int STATUS_NON_AUTHORITATIVE_INFORMATION = 203;
public const int STATUS_NO_CONTENT = 204;
public const int STATUS_RESET_CONTENT = 205;
public const int STATUS_PARTIAL_CONTENT = 206;
public const int STATUS_MULTI_STATUS = 207;
public const int STATUS_ALREADY_REPORTED = 208;
public const int STATUS_IM_USED = 226;
public const int STATUS_MULTIPLE_CHOICES = 300;
public const int STATUS_MOVED_PERMANENTLY = 301;
public const int STATUS_FOUND = 302;
public const int STATUS_SEE_OTHER = 303;
public const int STATUS_NOT_MODIFIED = 304;
public const int STATUS_USE_PROXY = 305;
public const int STATUS_TEMPORARY_REDIRECT = 307;
public const int STATUS_PERMANENT_REDIRECT = 308;
public const int STATUS_BAD_REQUEST = 400;
public const int STATUS_UNAUTHORIZED = 401;
public const int STATUS_PAYMENT_REQUIRED = 402;
public const int STATUS_FORBIDDEN = 403;
public const int STATUS_NOT_FOUND = 404;
public const int STATUS_METHOD_NOT_ALLOWED = 405;
public const int STATUS_NOT_ACCEPTABLE = 406;
public const int STATUS_PROXY_AUTHENTICATION_REQUIRED = 407;
public const int STATUS_REQUEST_TIMEOUT = 408;
public const int STATUS_CONFLICT = 409;
public const int STATUS_GONE = 410;
public const int STATUS_LENGTH_REQUIRED = 411;
public const int STATUS_PRECONDITION_FAILED = 412;
public const int STATUS_PAYLOAD_TOO_LARGE = 413;
public const int STATUS_URI_TOO_LONG = 414;
public const int STATUS_UNSUPPORTED_MEDIA_TYPE = 415;
public const int STATUS_RANGE_NOT_SATISFIABLE = 416;
public const int STATUS_EXPECTATION_FAILED = 417;
public const int STATUS_MISDIRECTED_REQUEST = 421;
public const int STATUS_UNPROCESSABLE_ENTITY = 422;
public const int STATUS_LOCKED = 423;
public const int STATUS_FAILED_DEPENDENCY = 424;
public const int STATUS_TOO_EARLY = 425;
public const int STATUS_UPGRADE_REQUIRED = 426;
public const int STATUS_PRECONDITION_REQUIRED = 428;
public const int STATUS_TOO_MANY_REQUESTS = 429;
public const int STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE = 431;
public const int STATUS_UNAVAILABLE_DUE_TO_LEGAL_REASONS = 451;
public const int STATUS_INTERNAL_SERVER_ERROR = 500;
public const int STATUS_NOT_IMPLEMENTED = 501;
public const int STATUS_BAD_GATEWAY = 502;
public const int STATUS_SERVICE_UNAVAILABLE = 503;
public const int STATUS_GATEWAY_TIMEOUT = 504;
public const int STATUS_HTTP_VERSION_NOT_SUPPORTED = 505;
public const int STATUS_VARIANT_ALSO_NEGOTIATES = 506;
public const int STATUS_INSUFFICIENT_STORAGE = 507;
public const int STATUS_LOOP_DETECTED = 508;
public const int STATUS_NOT_EXTENDED = 510;
public const int STATUS_NETWORK_AUTHENTICATION_REQUIRED = 511;

# What tells records of different status codes apart.
#
# + code - The response status code
public type Status distinct object {
    public int code;
};

# What all status code records have in common.
#
# + mediaType - The value of response `Content-type` header
# + headers - The response headers
# + body - The response payload
public type CommonResponse record {|
    string mediaType?;
    map<string|int|boolean|string[]|int[]|boolean[]> headers?;
    anydata body?;
|};

# A status whose code is known at run time only.
public readonly distinct class DefaultStatus {
    *Status;

    public isolated function init(int code) {
        self.code = code;
    }
}

# A response with a status code that is known at run time only.
public type DefaultStatusCodeResponse record {|
    *CommonResponse;
    readonly DefaultStatus status;
|};

# The status code records.
public type StatusCodeResponse Continue|SwitchingProtocols|Processing|EarlyHints|Ok|Created|Accepted|
    NonAuthoritativeInformation|NoContent|ResetContent|PartialContent|MultiStatus|AlreadyReported|IMUsed|
    MultipleChoices|MovedPermanently|Found|SeeOther|NotModified|UseProxy|TemporaryRedirect|PermanentRedirect|
    BadRequest|Unauthorized|PaymentRequired|Forbidden|NotFound|MethodNotAllowed|NotAcceptable|
    ProxyAuthenticationRequired|RequestTimeout|Conflict|Gone|LengthRequired|PreconditionFailed|PayloadTooLarge|
    UriTooLong|UnsupportedMediaType|RangeNotSatisfiable|ExpectationFailed|MisdirectedRequest|UnprocessableEntity|
    Locked|FailedDependency|TooEarly|PreconditionRequired|UnavailableDueToLegalReasons|UpgradeRequired|
    TooManyRequests|RequestHeaderFieldsTooLarge|InternalServerError|NotImplemented|BadGateway|ServiceUnavailable|
    GatewayTimeout|HttpVersionNotSupported|VariantAlsoNegotiates|InsufficientStorage|LoopDetected|NotExtended|
    NetworkAuthenticationRequired|DefaultStatusCodeResponse;

public readonly class StatusContinue {
    *Status;
    public STATUS_CONTINUE code = STATUS_CONTINUE;
}

public type Continue record {|
    *CommonResponse;
    readonly StatusContinue status = STATUS_CONTINUE_OBJ;
|};

final StatusContinue STATUS_CONTINUE_OBJ = new;
public final readonly & Continue CONTINUE = {};

public readonly class StatusSwitchingProtocols {
    *Status;
    public STATUS_SWITCHING_PROTOCOLS code = STATUS_SWITCHING_PROTOCOLS;
}

public type SwitchingProtocols record {|
    *CommonResponse;
    readonly StatusSwitchingProtocols status = STATUS_SWITCHING_PROTOCOLS_OBJ;
|};

final StatusSwitchingProtocols STATUS_SWITCHING_PROTOCOLS_OBJ = new;
public final readonly & SwitchingProtocols SWITCHING_PROTOCOLS = {};

public readonly class StatusProcessing {
    *Status;
    public STATUS_PROCESSING code = STATUS_PROCESSING;
}

public type Processing record {|
    *CommonResponse;
    readonly StatusProcessing status = STATUS_PROCESSING_OBJ;
|};

final StatusProcessing STATUS_PROCESSING_OBJ = new;
public final readonly & Processing PROCESSING = {};

public readonly class StatusEarlyHints {
    *Status;
    public STATUS_EARLY_HINTS code = STATUS_EARLY_HINTS;
}

public type EarlyHints record {|
    *CommonResponse;
    readonly StatusEarlyHints status = STATUS_EARLY_HINTS_OBJ;
|};

final StatusEarlyHints STATUS_EARLY_HINTS_OBJ = new;
public final readonly & EarlyHints EARLY_HINTS = {};

public readonly class StatusOK {
    *Status;
    public STATUS_OK code = STATUS_OK;
}

public type Ok record {|
    *CommonResponse;
    readonly StatusOK status = STATUS_OK_OBJ;
|};

final StatusOK STATUS_OK_OBJ = new;
public final readonly & Ok OK = {};

public readonly class StatusCreated {
    *Status;
    public STATUS_CREATED code = STATUS_CREATED;
}

public type Created record {|
    *CommonResponse;
    readonly StatusCreated status = STATUS_CREATED_OBJ;
|};

final StatusCreated STATUS_CREATED_OBJ = new;
public final readonly & Created CREATED = {};

public readonly class StatusAccepted {
    *Status;
    public STATUS_ACCEPTED code = STATUS_ACCEPTED;
}

public type Accepted record {|
    *CommonResponse;
    readonly StatusAccepted status = STATUS_ACCEPTED_OBJ;
|};

final StatusAccepted STATUS_ACCEPTED_OBJ = new;
public final readonly & Accepted ACCEPTED = {};

public readonly class StatusNonAuthoritativeInformation {
    *Status;
    public STATUS_NON_AUTHORITATIVE_INFORMATION code = STATUS_NON_AUTHORITATIVE_INFORMATION;
}

public type NonAuthoritativeInformation record {|
    *CommonResponse;
    readonly StatusNonAuthoritativeInformation status = STATUS_NON_AUTHORITATIVE_INFORMATION_OBJ;
|};

final StatusNonAuthoritativeInformation STATUS_NON_AUTHORITATIVE_INFORMATION_OBJ = new;
public final readonly & NonAuthoritativeInformation NON_AUTHORITATIVE_INFORMATION = {};

public readonly class StatusNoContent {
    *Status;
    public STATUS_NO_CONTENT code = STATUS_NO_CONTENT;
}

public type NoContent record {|
    map<string|int|boolean|string[]|int[]|boolean[]> headers?;
    readonly StatusNoContent status = STATUS_NO_CONTENT_OBJ;
|};

final StatusNoContent STATUS_NO_CONTENT_OBJ = new;
public final readonly & NoContent NO_CONTENT = {};

public readonly class StatusResetContent {
    *Status;
    public STATUS_RESET_CONTENT code = STATUS_RESET_CONTENT;
}

public type ResetContent record {|
    *CommonResponse;
    readonly StatusResetContent status = STATUS_RESET_CONTENT_OBJ;
|};

final StatusResetContent STATUS_RESET_CONTENT_OBJ = new;
public final readonly & ResetContent RESET_CONTENT = {};

public readonly class StatusPartialContent {
    *Status;
    public STATUS_PARTIAL_CONTENT code = STATUS_PARTIAL_CONTENT;
}

public type PartialContent record {|
    *CommonResponse;
    readonly StatusPartialContent status = STATUS_PARTIAL_CONTENT_OBJ;
|};

final StatusPartialContent STATUS_PARTIAL_CONTENT_OBJ = new;
public final readonly & PartialContent PARTIAL_CONTENT = {};

public readonly class StatusMultiStatus {
    *Status;
    public STATUS_MULTI_STATUS code = STATUS_MULTI_STATUS;
}

public type MultiStatus record {|
    *CommonResponse;
    readonly StatusMultiStatus status = STATUS_MULTI_STATUS_OBJ;
|};

final StatusMultiStatus STATUS_MULTI_STATUS_OBJ = new;
public final readonly & MultiStatus MULTI_STATUS = {};

public readonly class StatusAlreadyReported {
    *Status;
    public STATUS_ALREADY_REPORTED code = STATUS_ALREADY_REPORTED;
}

public type AlreadyReported record {|
    *CommonResponse;
    readonly StatusAlreadyReported status = STATUS_ALREADY_REPORTED_OBJ;
|};

final StatusAlreadyReported STATUS_ALREADY_REPORTED_OBJ = new;
public final readonly & AlreadyReported ALREADY_REPORTED = {};

public readonly class StatusIMUsed {
    *Status;
    public STATUS_IM_USED code = STATUS_IM_USED;
}

public type IMUsed record {|
    *CommonResponse;
    readonly StatusIMUsed status = STATUS_IM_USED_OBJ;
|};

final StatusIMUsed STATUS_IM_USED_OBJ = new;
public final readonly & IMUsed IM_USED = {};

public readonly class StatusMultipleChoices {
    *Status;
    public STATUS_MULTIPLE_CHOICES code = STATUS_MULTIPLE_CHOICES;
}

public type MultipleChoices record {|
    *CommonResponse;
    readonly StatusMultipleChoices status = STATUS_MULTIPLE_CHOICES_OBJ;
|};

final StatusMultipleChoices STATUS_MULTIPLE_CHOICES_OBJ = new;
public final readonly & MultipleChoices MULTIPLE_CHOICES = {};

public readonly class StatusMovedPermanently {
    *Status;
    public STATUS_MOVED_PERMANENTLY code = STATUS_MOVED_PERMANENTLY;
}

public type MovedPermanently record {|
    *CommonResponse;
    readonly StatusMovedPermanently status = STATUS_MOVED_PERMANENTLY_OBJ;
|};

final StatusMovedPermanently STATUS_MOVED_PERMANENTLY_OBJ = new;
public final readonly & MovedPermanently MOVED_PERMANENTLY = {};

public readonly class StatusFound {
    *Status;
    public STATUS_FOUND code = STATUS_FOUND;
}

public type Found record {|
    *CommonResponse;
    readonly StatusFound status = STATUS_FOUND_OBJ;
|};

final StatusFound STATUS_FOUND_OBJ = new;
public final readonly & Found FOUND = {};

public readonly class StatusSeeOther {
    *Status;
    public STATUS_SEE_OTHER code = STATUS_SEE_OTHER;
}

public type SeeOther record {|
    *CommonResponse;
    readonly StatusSeeOther status = STATUS_SEE_OTHER_OBJ;
|};

final StatusSeeOther STATUS_SEE_OTHER_OBJ = new;
public final readonly & SeeOther SEE_OTHER = {};

public readonly class StatusNotModified {
    *Status;
    public STATUS_NOT_MODIFIED code = STATUS_NOT_MODIFIED;
}

public type NotModified record {|
    *CommonResponse;
    readonly StatusNotModified status = STATUS_NOT_MODIFIED_OBJ;
|};

final StatusNotModified STATUS_NOT_MODIFIED_OBJ = new;
public final readonly & NotModified NOT_MODIFIED = {};

public readonly class StatusUseProxy {
    *Status;
    public STATUS_USE_PROXY code = STATUS_USE_PROXY;
}

public type UseProxy record {|
    *CommonResponse;
    readonly StatusUseProxy status = STATUS_USE_PROXY_OBJ;
|};

final StatusUseProxy STATUS_USE_PROXY_OBJ = new;
public final readonly & UseProxy USE_PROXY = {};

public readonly class StatusTemporaryRedirect {
    *Status;
    public STATUS_TEMPORARY_REDIRECT code = STATUS_TEMPORARY_REDIRECT;
}

public type TemporaryRedirect record {|
    *CommonResponse;
    readonly StatusTemporaryRedirect status = STATUS_TEMPORARY_REDIRECT_OBJ;
|};

final StatusTemporaryRedirect STATUS_TEMPORARY_REDIRECT_OBJ = new;
public final readonly & TemporaryRedirect TEMPORARY_REDIRECT = {};

public readonly class StatusPermanentRedirect {
    *Status;
    public STATUS_PERMANENT_REDIRECT code = STATUS_PERMANENT_REDIRECT;
}

public type PermanentRedirect record {|
    *CommonResponse;
    readonly StatusPermanentRedirect status = STATUS_PERMANENT_REDIRECT_OBJ;
|};

final StatusPermanentRedirect STATUS_PERMANENT_REDIRECT_OBJ = new;
public final readonly & PermanentRedirect PERMANENT_REDIRECT = {};

public readonly class StatusBadRequest {
    *Status;
    public STATUS_BAD_REQUEST code = STATUS_BAD_REQUEST;
}

public type BadRequest record {|
    *CommonResponse;
    readonly StatusBadRequest status = STATUS_BAD_REQUEST_OBJ;
|};

final StatusBadRequest STATUS_BAD_REQUEST_OBJ = new;
public final readonly & BadRequest BAD_REQUEST = {};

public readonly class StatusUnauthorized {
    *Status;
    public STATUS_UNAUTHORIZED code = STATUS_UNAUTHORIZED;
}

public type Unauthorized record {|
    *CommonResponse;
    readonly StatusUnauthorized status = STATUS_UNAUTHORIZED_OBJ;
|};

final StatusUnauthorized STATUS_UNAUTHORIZED_OBJ = new;
public final readonly & Unauthorized UNAUTHORIZED = {};

public readonly class StatusPaymentRequired {
    *Status;
    public STATUS_PAYMENT_REQUIRED code = STATUS_PAYMENT_REQUIRED;
}

public type PaymentRequired record {|
    *CommonResponse;
    readonly StatusPaymentRequired status = STATUS_PAYMENT_REQUIRED_OBJ;
|};

final StatusPaymentRequired STATUS_PAYMENT_REQUIRED_OBJ = new;
public final readonly & PaymentRequired PAYMENT_REQUIRED = {};

public readonly class StatusForbidden {
    *Status;
    public STATUS_FORBIDDEN code = STATUS_FORBIDDEN;
}

public type Forbidden record {|
    *CommonResponse;
    readonly StatusForbidden status = STATUS_FORBIDDEN_OBJ;
|};

final StatusForbidden STATUS_FORBIDDEN_OBJ = new;
public final readonly & Forbidden FORBIDDEN = {};

public readonly class StatusNotFound {
    *Status;
    public STATUS_NOT_FOUND code = STATUS_NOT_FOUND;
}

public type NotFound record {|
    *CommonResponse;
    readonly StatusNotFound status = STATUS_NOT_FOUND_OBJ;
|};

final StatusNotFound STATUS_NOT_FOUND_OBJ = new;
public final readonly & NotFound NOT_FOUND = {};

public readonly class StatusMethodNotAllowed {
    *Status;
    public STATUS_METHOD_NOT_ALLOWED code = STATUS_METHOD_NOT_ALLOWED;
}

public type MethodNotAllowed record {|
    *CommonResponse;
    readonly StatusMethodNotAllowed status = STATUS_METHOD_NOT_ALLOWED_OBJ;
|};

final StatusMethodNotAllowed STATUS_METHOD_NOT_ALLOWED_OBJ = new;
public final readonly & MethodNotAllowed METHOD_NOT_ALLOWED = {};

public readonly class StatusNotAcceptable {
    *Status;
    public STATUS_NOT_ACCEPTABLE code = STATUS_NOT_ACCEPTABLE;
}

public type NotAcceptable record {|
    *CommonResponse;
    readonly StatusNotAcceptable status = STATUS_NOT_ACCEPTABLE_OBJ;
|};

final StatusNotAcceptable STATUS_NOT_ACCEPTABLE_OBJ = new;
public final readonly & NotAcceptable NOT_ACCEPTABLE = {};

public readonly class StatusProxyAuthenticationRequired {
    *Status;
    public STATUS_PROXY_AUTHENTICATION_REQUIRED code = STATUS_PROXY_AUTHENTICATION_REQUIRED;
}

public type ProxyAuthenticationRequired record {|
    *CommonResponse;
    readonly StatusProxyAuthenticationRequired status = STATUS_PROXY_AUTHENTICATION_REQUIRED_OBJ;
|};

final StatusProxyAuthenticationRequired STATUS_PROXY_AUTHENTICATION_REQUIRED_OBJ = new;
public final readonly & ProxyAuthenticationRequired PROXY_AUTHENTICATION_REQUIRED = {};

public readonly class StatusRequestTimeout {
    *Status;
    public STATUS_REQUEST_TIMEOUT code = STATUS_REQUEST_TIMEOUT;
}

public type RequestTimeout record {|
    *CommonResponse;
    readonly StatusRequestTimeout status = STATUS_REQUEST_TIMEOUT_OBJ;
|};

final StatusRequestTimeout STATUS_REQUEST_TIMEOUT_OBJ = new;
public final readonly & RequestTimeout REQUEST_TIMEOUT = {};

public readonly class StatusConflict {
    *Status;
    public STATUS_CONFLICT code = STATUS_CONFLICT;
}

public type Conflict record {|
    *CommonResponse;
    readonly StatusConflict status = STATUS_CONFLICT_OBJ;
|};

final StatusConflict STATUS_CONFLICT_OBJ = new;
public final readonly & Conflict CONFLICT = {};

public readonly class StatusGone {
    *Status;
    public STATUS_GONE code = STATUS_GONE;
}

public type Gone record {|
    *CommonResponse;
    readonly StatusGone status = STATUS_GONE_OBJ;
|};

final StatusGone STATUS_GONE_OBJ = new;
public final readonly & Gone GONE = {};

public readonly class StatusLengthRequired {
    *Status;
    public STATUS_LENGTH_REQUIRED code = STATUS_LENGTH_REQUIRED;
}

public type LengthRequired record {|
    *CommonResponse;
    readonly StatusLengthRequired status = STATUS_LENGTH_REQUIRED_OBJ;
|};

final StatusLengthRequired STATUS_LENGTH_REQUIRED_OBJ = new;
public final readonly & LengthRequired LENGTH_REQUIRED = {};

public readonly class StatusPreconditionFailed {
    *Status;
    public STATUS_PRECONDITION_FAILED code = STATUS_PRECONDITION_FAILED;
}

public type PreconditionFailed record {|
    *CommonResponse;
    readonly StatusPreconditionFailed status = STATUS_PRECONDITION_FAILED_OBJ;
|};

final StatusPreconditionFailed STATUS_PRECONDITION_FAILED_OBJ = new;
public final readonly & PreconditionFailed PRECONDITION_FAILED = {};

public readonly class StatusPayloadTooLarge {
    *Status;
    public STATUS_PAYLOAD_TOO_LARGE code = STATUS_PAYLOAD_TOO_LARGE;
}

public type PayloadTooLarge record {|
    *CommonResponse;
    readonly StatusPayloadTooLarge status = STATUS_PAYLOAD_TOO_LARGE_OBJ;
|};

final StatusPayloadTooLarge STATUS_PAYLOAD_TOO_LARGE_OBJ = new;
public final readonly & PayloadTooLarge PAYLOAD_TOO_LARGE = {};

public readonly class StatusUriTooLong {
    *Status;
    public STATUS_URI_TOO_LONG code = STATUS_URI_TOO_LONG;
}

public type UriTooLong record {|
    *CommonResponse;
    readonly StatusUriTooLong status = STATUS_URI_TOO_LONG_OBJ;
|};

final StatusUriTooLong STATUS_URI_TOO_LONG_OBJ = new;
public final readonly & UriTooLong URI_TOO_LONG = {};

public readonly class StatusUnsupportedMediaType {
    *Status;
    public STATUS_UNSUPPORTED_MEDIA_TYPE code = STATUS_UNSUPPORTED_MEDIA_TYPE;
}

public type UnsupportedMediaType record {|
    *CommonResponse;
    readonly StatusUnsupportedMediaType status = STATUS_UNSUPPORTED_MEDIA_TYPE_OBJ;
|};

final StatusUnsupportedMediaType STATUS_UNSUPPORTED_MEDIA_TYPE_OBJ = new;
public final readonly & UnsupportedMediaType UNSUPPORTED_MEDIA_TYPE = {};

public readonly class StatusRangeNotSatisfiable {
    *Status;
    public STATUS_RANGE_NOT_SATISFIABLE code = STATUS_RANGE_NOT_SATISFIABLE;
}

public type RangeNotSatisfiable record {|
    *CommonResponse;
    readonly StatusRangeNotSatisfiable status = STATUS_RANGE_NOT_SATISFIABLE_OBJ;
|};

final StatusRangeNotSatisfiable STATUS_RANGE_NOT_SATISFIABLE_OBJ = new;
public final readonly & RangeNotSatisfiable RANGE_NOT_SATISFIABLE = {};

public readonly class StatusExpectationFailed {
    *Status;
    public STATUS_EXPECTATION_FAILED code = STATUS_EXPECTATION_FAILED;
}

public type ExpectationFailed record {|
    *CommonResponse;
    readonly StatusExpectationFailed status = STATUS_EXPECTATION_FAILED_OBJ;
|};

final StatusExpectationFailed STATUS_EXPECTATION_FAILED_OBJ = new;
public final readonly & ExpectationFailed EXPECTATION_FAILED = {};

public readonly class StatusMisdirectedRequest {
    *Status;
    public STATUS_MISDIRECTED_REQUEST code = STATUS_MISDIRECTED_REQUEST;
}

public type MisdirectedRequest record {|
    *CommonResponse;
    readonly StatusMisdirectedRequest status = STATUS_MISDIRECTED_REQUEST_OBJ;
|};

final StatusMisdirectedRequest STATUS_MISDIRECTED_REQUEST_OBJ = new;
public final readonly & MisdirectedRequest MISDIRECTED_REQUEST = {};

public readonly class StatusUnprocessableEntity {
    *Status;
    public STATUS_UNPROCESSABLE_ENTITY code = STATUS_UNPROCESSABLE_ENTITY;
}

public type UnprocessableEntity record {|
    *CommonResponse;
    readonly StatusUnprocessableEntity status = STATUS_UNPROCESSABLE_ENTITY_OBJ;
|};

final StatusUnprocessableEntity STATUS_UNPROCESSABLE_ENTITY_OBJ = new;
public final readonly & UnprocessableEntity UNPROCESSABLE_ENTITY = {};

public readonly class StatusLocked {
    *Status;
    public STATUS_LOCKED code = STATUS_LOCKED;
}

public type Locked record {|
    *CommonResponse;
    readonly StatusLocked status = STATUS_LOCKED_OBJ;
|};

final StatusLocked STATUS_LOCKED_OBJ = new;
public final readonly & Locked LOCKED = {};

public readonly class StatusFailedDependency {
    *Status;
    public STATUS_FAILED_DEPENDENCY code = STATUS_FAILED_DEPENDENCY;
}

public type FailedDependency record {|
    *CommonResponse;
    readonly StatusFailedDependency status = STATUS_FAILED_DEPENDENCY_OBJ;
|};

final StatusFailedDependency STATUS_FAILED_DEPENDENCY_OBJ = new;
public final readonly & FailedDependency FAILED_DEPENDENCY = {};

public readonly class StatusTooEarly {
    *Status;
    public STATUS_TOO_EARLY code = STATUS_TOO_EARLY;
}

public type TooEarly record {|
    *CommonResponse;
    readonly StatusTooEarly status = STATUS_TOO_EARLY_OBJ;
|};

final StatusTooEarly STATUS_TOO_EARLY_OBJ = new;
public final readonly & TooEarly TOO_EARLY = {};

public readonly class StatusPreconditionRequired {
    *Status;
    public STATUS_PRECONDITION_REQUIRED code = STATUS_PRECONDITION_REQUIRED;
}

public type PreconditionRequired record {|
    *CommonResponse;
    readonly StatusPreconditionRequired status = STATUS_PRECONDITION_REQUIRED_OBJ;
|};

final StatusPreconditionRequired STATUS_PRECONDITION_REQUIRED_OBJ = new;
public final readonly & PreconditionRequired PREDICTION_REQUIRED = {};

public readonly class StatusUnavailableDueToLegalReasons {
    *Status;
    public STATUS_UNAVAILABLE_DUE_TO_LEGAL_REASONS code = STATUS_UNAVAILABLE_DUE_TO_LEGAL_REASONS;
}

public type UnavailableDueToLegalReasons record {|
    *CommonResponse;
    readonly StatusUnavailableDueToLegalReasons status = STATUS_UNAVAILABLE_DUE_TO_LEGAL_REASONS_OBJ;
|};

final StatusUnavailableDueToLegalReasons STATUS_UNAVAILABLE_DUE_TO_LEGAL_REASONS_OBJ = new;
public final readonly & UnavailableDueToLegalReasons UNAVAILABLE_DUE_TO_LEGAL_REASONS = {};

public readonly class StatusUpgradeRequired {
    *Status;
    public STATUS_UPGRADE_REQUIRED code = STATUS_UPGRADE_REQUIRED;
}

public type UpgradeRequired record {|
    *CommonResponse;
    readonly StatusUpgradeRequired status = STATUS_UPGRADE_REQUIRED_OBJ;
|};

final StatusUpgradeRequired STATUS_UPGRADE_REQUIRED_OBJ = new;
public final readonly & UpgradeRequired UPGRADE_REQUIRED = {};

public readonly class StatusTooManyRequests {
    *Status;
    public STATUS_TOO_MANY_REQUESTS code = STATUS_TOO_MANY_REQUESTS;
}

public type TooManyRequests record {|
    *CommonResponse;
    readonly StatusTooManyRequests status = STATUS_TOO_MANY_REQUESTS_OBJ;
|};

final StatusTooManyRequests STATUS_TOO_MANY_REQUESTS_OBJ = new;
public final readonly & TooManyRequests TOO_MANY_REQUESTS = {};

public readonly class StatusRequestHeaderFieldsTooLarge {
    *Status;
    public STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE code = STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE;
}

public type RequestHeaderFieldsTooLarge record {|
    *CommonResponse;
    readonly StatusRequestHeaderFieldsTooLarge status = STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE_OBJ;
|};

final StatusRequestHeaderFieldsTooLarge STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE_OBJ = new;
public final readonly & RequestHeaderFieldsTooLarge REQUEST_HEADER_FIELDS_TOO_LARGE = {};

public readonly class StatusInternalServerError {
    *Status;
    public STATUS_INTERNAL_SERVER_ERROR code = STATUS_INTERNAL_SERVER_ERROR;
}

public type InternalServerError record {|
    *CommonResponse;
    readonly StatusInternalServerError status = STATUS_INTERNAL_SERVER_ERROR_OBJ;
|};

final StatusInternalServerError STATUS_INTERNAL_SERVER_ERROR_OBJ = new;
public final readonly & InternalServerError INTERNAL_SERVER_ERROR = {};

public readonly class StatusNotImplemented {
    *Status;
    public STATUS_NOT_IMPLEMENTED code = STATUS_NOT_IMPLEMENTED;
}

public type NotImplemented record {|
    *CommonResponse;
    readonly StatusNotImplemented status = STATUS_NOT_IMPLEMENTED_OBJ;
|};

final StatusNotImplemented STATUS_NOT_IMPLEMENTED_OBJ = new;
public final readonly & NotImplemented NOT_IMPLEMENTED = {};

public readonly class StatusBadGateway {
    *Status;
    public STATUS_BAD_GATEWAY code = STATUS_BAD_GATEWAY;
}

public type BadGateway record {|
    *CommonResponse;
    readonly StatusBadGateway status = STATUS_BAD_GATEWAY_OBJ;
|};

final StatusBadGateway STATUS_BAD_GATEWAY_OBJ = new;
public final readonly & BadGateway BAD_GATEWAY = {};

public readonly class StatusServiceUnavailable {
    *Status;
    public STATUS_SERVICE_UNAVAILABLE code = STATUS_SERVICE_UNAVAILABLE;
}

public type ServiceUnavailable record {|
    *CommonResponse;
    readonly StatusServiceUnavailable status = STATUS_SERVICE_UNAVAILABLE_OBJ;
|};

final StatusServiceUnavailable STATUS_SERVICE_UNAVAILABLE_OBJ = new;
public final readonly & ServiceUnavailable SERVICE_UNAVAILABLE = {};

public readonly class StatusGatewayTimeout {
    *Status;
    public STATUS_GATEWAY_TIMEOUT code = STATUS_GATEWAY_TIMEOUT;
}

public type GatewayTimeout record {|
    *CommonResponse;
    readonly StatusGatewayTimeout status = STATUS_GATEWAY_TIMEOUT_OBJ;
|};

final StatusGatewayTimeout STATUS_GATEWAY_TIMEOUT_OBJ = new;
public final readonly & GatewayTimeout GATEWAY_TIMEOUT = {};

public readonly class StatusHttpVersionNotSupported {
    *Status;
    public STATUS_HTTP_VERSION_NOT_SUPPORTED code = STATUS_HTTP_VERSION_NOT_SUPPORTED;
}

public type HttpVersionNotSupported record {|
    *CommonResponse;
    readonly StatusHttpVersionNotSupported status = STATUS_HTTP_VERSION_NOT_SUPPORTED_OBJ;
|};

final StatusHttpVersionNotSupported STATUS_HTTP_VERSION_NOT_SUPPORTED_OBJ = new;
public final readonly & HttpVersionNotSupported HTTP_VERSION_NOT_SUPPORTED = {};

public readonly class StatusVariantAlsoNegotiates {
    *Status;
    public STATUS_VARIANT_ALSO_NEGOTIATES code = STATUS_VARIANT_ALSO_NEGOTIATES;
}

public type VariantAlsoNegotiates record {|
    *CommonResponse;
    readonly StatusVariantAlsoNegotiates status = STATUS_VARIANT_ALSO_NEGOTIATES_OBJ;
|};

final StatusVariantAlsoNegotiates STATUS_VARIANT_ALSO_NEGOTIATES_OBJ = new;
public final readonly & VariantAlsoNegotiates VARIANT_ALSO_NEGOTIATES = {};

public readonly class StatusInsufficientStorage {
    *Status;
    public STATUS_INSUFFICIENT_STORAGE code = STATUS_INSUFFICIENT_STORAGE;
}

public type InsufficientStorage record {|
    *CommonResponse;
    readonly StatusInsufficientStorage status = STATUS_INSUFFICIENT_STORAGE_OBJ;
|};

final StatusInsufficientStorage STATUS_INSUFFICIENT_STORAGE_OBJ = new;
public final readonly & InsufficientStorage INSUFFICIENT_STORAGE = {};

public readonly class StatusLoopDetected {
    *Status;
    public STATUS_LOOP_DETECTED code = STATUS_LOOP_DETECTED;
}

public type LoopDetected record {|
    *CommonResponse;
    readonly StatusLoopDetected status = STATUS_LOOP_DETECTED_OBJ;
|};

final StatusLoopDetected STATUS_LOOP_DETECTED_OBJ = new;
public final readonly & LoopDetected LOOP_DETECTED = {};

public readonly class StatusNotExtended {
    *Status;
    public STATUS_NOT_EXTENDED code = STATUS_NOT_EXTENDED;
}

public type NotExtended record {|
    *CommonResponse;
    readonly StatusNotExtended status = STATUS_NOT_EXTENDED_OBJ;
|};

final StatusNotExtended STATUS_NOT_EXTENDED_OBJ = new;
public final readonly & NotExtended NOT_EXTENDED = {};

public readonly class StatusNetworkAuthenticationRequired {
    *Status;
    public STATUS_NETWORK_AUTHENTICATION_REQUIRED code = STATUS_NETWORK_AUTHENTICATION_REQUIRED;
}

public type NetworkAuthenticationRequired record {|
    *CommonResponse;
    readonly StatusNetworkAuthenticationRequired status = STATUS_NETWORK_AUTHENTICATION_REQUIRED_OBJ;
|};

# The status code response record of `NetworkAuthenticationRequired` under its former name.
# # Deprecated
# It is called `NetworkAuthenticationRequired` now.
@deprecated
public type NetworkAuthorizationRequired record {|
    *CommonResponse;
    readonly StatusNetworkAuthenticationRequired status = STATUS_NETWORK_AUTHENTICATION_REQUIRED_OBJ;
|};

final StatusNetworkAuthenticationRequired STATUS_NETWORK_AUTHENTICATION_REQUIRED_OBJ = new;
public final readonly & NetworkAuthenticationRequired NETWORK_AUTHENTICATION_REQUIRED = {};
