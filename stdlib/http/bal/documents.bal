// What services show of themselves (module specification, 2.3.6).

# What a request for the description of a service, or for the page that shows it, is answered with.
isolated function documentOf(int router, int request) returns Response {
    Response response = new;
    byte[]? text = description(router, request);
    if text is byte[] {
        response.setBinaryPayload(text, "application/json");
    } else {
        response.setTextPayload(PAGE, "text/html");
    }
    return response;
}

# Tells who asks what there is where the description is.
isolated function linkDocuments(Response response, int router, int request) {
    string? base = describedBase(router, request);
    if base is string {
        response.setHeader("link", string `<${base}/${DESCRIPTION_PATH}>;rel="service-desc", ` +
                string `<${base}/swagger-ui-dygixywsw>;rel="swagger-ui"`);
    }
}

const DESCRIPTION_PATH = "openapi-doc-dygixywsw";

final string PAGE = string `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Swagger UI</title>
<link rel="stylesheet" href="https://unpkg.com/swagger-ui-dist@5/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<script src="https://unpkg.com/swagger-ui-dist@5/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "${DESCRIPTION_PATH}", dom_id: "#ui"});</script>
</body>
</html>
`;

// ---- what the run-time system does ----

isolated function setDescription(int draft, byte[] description) = external;

# The base path of a request's service, if that has a description.
isolated function describedBase(int router, int request) returns string? = external;

# Nil if the request is for the page.
isolated function description(int router, int request) returns (readonly & byte[])? = external;
