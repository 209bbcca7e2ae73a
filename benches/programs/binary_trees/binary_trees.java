class Main {
    static final int MIN_DEPTH = 4;

    record Tree(Tree left, Tree right) {
    }

    static Tree bottomUp(int depth) {
        if (depth == 0) {
            return new Tree(null, null);
        }
        return new Tree(bottomUp(depth - 1), bottomUp(depth - 1));
    }

    static long countNodes(Tree tree) {
        if (tree.left == null || tree.right == null) {
            return 1;
        }
        return 1 + countNodes(tree.left) + countNodes(tree.right);
    }

    public static void main(String[] args) {
        int maxDepth = Math.max(MIN_DEPTH + 2, Integer.parseInt(args[0]));
        int stretch = maxDepth + 1;
        System.out.println("stretch tree of depth " + stretch + " check: " + countNodes(bottomUp(stretch)));
        Tree longLived = bottomUp(maxDepth);
        for (int depth = MIN_DEPTH; depth <= maxDepth; depth += 2) {
            int iterations = 1 << (maxDepth - depth + MIN_DEPTH);
            long total = 0;
            for (int i = 0; i < iterations; i++) {
                total += countNodes(bottomUp(depth));
            }
            System.out.println(iterations + " trees of depth " + depth + " check: " + total);
        }
        System.out.println("long lived tree of depth " + maxDepth + " check: " + countNodes(longLived));
    }
}
