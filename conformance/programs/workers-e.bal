function unmatched() {
    worker a {
        1 -> b; // @error
    }
    worker b {
    }
}

function nothingSent() {
    worker a {
        int _ = <- b; // @error
    }
    worker b {
    }
}

function circle() {
    worker a {
        int x = <- b; // @error
        x -> b;
    }
    worker b {
        int y = <- a;
        y -> a;
    }
}

function syncCircle() {
    worker a {
        1 ->> b; // @error
        int _ = <- b;
    }
    worker b {
        2 ->> a;
        int _ = <- a;
    }
}

function loops() {
    worker a {
        foreach int i in 0 ..< 3 {
            i -> function; // @error
        }
    }
    int _ = <- a;
}

function conditionalReceive(boolean b) {
    worker a {
        1 -> function;
    }
    if b {
        int _ = <- a; // @error
    }
}

function inQuery() {
    worker a {
        int[] _ = from int _ in 0 ..< 3
            select <- b; // @error
    }
    worker b {
        1 -> a;
    }
}

function sentAfterReturn(boolean b) {
    worker a {
        if b {
            return;
        }
        1 -> function;
    }
    int _ = <- a; // @error
}

function receivedAfterReturn(boolean b) returns int {
    worker a {
        1 -> function;
    }
    if b {
        return 0;
    }
    return <- a; // @error
}

function types() {
    worker a {
        "text" -> function;
    }
    int _ = <- a; // @error
}

function failures() {
    worker a returns error? {
        check mayFail();
        1 -> function;
    }
    int _ = <- a; // @error
}

function noMessage(boolean b) {
    worker a {
        if b {
            1 -> function;
        }
    }
    int _ = <- a; // @error
}

function peers() {
    worker a {
        1 -> a; // @error
        2 -> other; // @error
    }
}

function notCloneable() {
    worker a {
        object {} o = object {};
        o -> function; // @error
    }
    object {} _ = <- a;
}

function futures() {
    future<string> f = start number(); // @error
    int _ = wait f; // @error
    int n = 1;
    _ = wait n; // @error
}

function number() returns int => 1;

function mayFail() returns error? => ();
