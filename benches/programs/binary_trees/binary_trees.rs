const MIN_DEPTH: u32 = 4;

struct Tree {
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}

fn bottom_up(depth: u32) -> Box<Tree> {
    if depth == 0 {
        return Box::new(Tree { left: None, right: None });
    }
    Box::new(Tree { left: Some(bottom_up(depth - 1)), right: Some(bottom_up(depth - 1)) })
}

fn count_nodes(tree: &Tree) -> i64 {
    match (&tree.left, &tree.right) {
        (Some(left), Some(right)) => 1 + count_nodes(left) + count_nodes(right),
        _ => 1,
    }
}

fn main() {
    let n: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let max_depth = n.max(MIN_DEPTH + 2);
    let stretch = max_depth + 1;
    println!("stretch tree of depth {stretch} check: {}", count_nodes(&bottom_up(stretch)));
    let long_lived = bottom_up(max_depth);
    for depth in (MIN_DEPTH..=max_depth).step_by(2) {
        let iterations = 1i64 << (max_depth - depth + MIN_DEPTH);
        let total: i64 = (0..iterations).map(|_| count_nodes(&bottom_up(depth))).sum();
        println!("{iterations} trees of depth {depth} check: {total}");
    }
    println!("long lived tree of depth {max_depth} check: {}", count_nodes(&long_lived));
}
