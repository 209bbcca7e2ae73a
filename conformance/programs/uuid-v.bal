import ballerina/io;
import ballerina/uuid;

public function main() returns error? {
    string random = uuid:createRandomUuid();
    io:println(uuid:validate(random), " ", check uuid:getVersion(random)); // @output true V4
    io:println(random != uuid:createType4AsString()); // @output true
    string first = uuid:createType1AsString();
    io:println(check uuid:getVersion(first)); // @output V1
    io:println(check uuid:createType3AsString(uuid:NAME_SPACE_DNS, "ballerina.io"));
    // @output cea5c405-7d11-3fbb-bdfb-9b68497be28b
    string long = "https://ballerina.io/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    io:println(check uuid:createType5AsString(uuid:NAME_SPACE_URL, long));
    // @output 070daebe-e1c4-59cc-b495-466b459e0448
    uuid:Uuid parts = check uuid:toRecord("070daebe-e1c4-59cc-b495-466b459e0448");
    io:println(parts.timeHiAndVersion, " ", parts.node); // @output 22988 77426543428680
    io:println(check uuid:toString(parts)); // @output 070daebe-e1c4-59cc-b495-466b459e0448
    byte[] bytes = check uuid:toBytes(parts);
    io:println(bytes.length(), " ", check uuid:toString(bytes)); // @output 16 070daebe-e1c4-59cc-b495-466b459e0448
    io:println(uuid:nilAsString(), " ", uuid:nilAsRecord().node); // @output 00000000-0000-0000-0000-000000000000 0
    io:println(uuid:validate("4397465e-35f9-11eb"), " ", uuid:getVersion("x") is uuid:Error); // @output false true
    string|uuid:Error none = uuid:createType5AsString(uuid:NAME_SPACE_OID, " ");
    io:println(none is error ? none.message() : ""); // @output Name cannot be empty
}
