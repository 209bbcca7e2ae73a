import ballerina/io;

function document(int i) returns map<json> {
    return {
        active: i % 3 == 0,
        id: i,
        name: "user " + (i % 1000).toString(),
        owner: {group: (), rank: i % 7},
        tags: ["red", "green\n", "blue", i * 3]
    };
}

public function main(int n) returns error? {
    int ids = 0;
    int ranks = 0;
    int letters = 0;
    foreach int i in 0 ..< n {
        string text = document(i).toJsonString();
        map<json> doc = check text.fromJsonString().ensureType();
        map<json> owner = check doc["owner"].ensureType();
        json[] tags = check doc["tags"].ensureType();
        int id = check doc["id"].ensureType();
        int rank = check owner["rank"].ensureType();
        string name = check doc["name"].ensureType();
        ids += doc["active"] == true ? id : 1;
        ranks += rank + tags.length();
        letters += name.length();
    }
    io:println(ids, " ", ranks, " ", letters);
}
