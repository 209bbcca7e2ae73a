import ballerina/io;

const MIN_DEPTH = 4;

type Tree record {|
    Tree? left;
    Tree? right;
|};

function bottomUp(int depth) returns Tree {
    if depth == 0 {
        return {left: (), right: ()};
    }
    return {left: bottomUp(depth - 1), right: bottomUp(depth - 1)};
}

function countNodes(Tree tree) returns int {
    Tree? left = tree.left;
    Tree? right = tree.right;
    if left is () || right is () {
        return 1;
    }
    return 1 + countNodes(left) + countNodes(right);
}

public function main(int n) {
    int maxDepth = int:max(MIN_DEPTH + 2, n);
    int stretch = maxDepth + 1;
    io:println("stretch tree of depth ", stretch, " check: ", countNodes(bottomUp(stretch)));
    Tree longLived = bottomUp(maxDepth);
    int depth = MIN_DEPTH;
    while depth <= maxDepth {
        int iterations = 1 << (maxDepth - depth + MIN_DEPTH);
        int total = 0;
        foreach int _ in 1 ... iterations {
            total += countNodes(bottomUp(depth));
        }
        io:println(iterations, " trees of depth ", depth, " check: ", total);
        depth += 2;
    }
    io:println("long lived tree of depth ", maxDepth, " check: ", countNodes(longLived));
}
