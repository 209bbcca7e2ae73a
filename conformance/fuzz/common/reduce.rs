//! Making an offending program small: parts of it are left out as long as it still offends in the same way.

/// Removes lines, then tokens, in runs of falling length; `offends` says whether what is left still does.
pub fn reduce(program: &str, mut offends: impl FnMut(&str) -> bool) -> String {
    let lines: Vec<String> = program.split_inclusive('\n').map(str::to_string).collect();
    let fewer = shrink(lines, &mut offends).concat();
    let root = syntax::SourceFile::parse(&fewer).syntax_node();
    let tokens = root.descendants_with_tokens().filter_map(|e| e.into_token());
    shrink(tokens.map(|t| t.text().to_string()).collect(), &mut offends).concat()
}

fn shrink(mut parts: Vec<String>, offends: &mut impl FnMut(&str) -> bool) -> Vec<String> {
    let mut run = parts.len() / 2;
    while run > 0 {
        let mut at = 0;
        let before = parts.len();
        while at < parts.len() {
            let end = (at + run).min(parts.len());
            let without: Vec<String> = parts[..at].iter().chain(&parts[end..]).cloned().collect();
            if offends(&without.concat()) {
                parts = without;
            } else {
                at += run;
            }
        }
        if run == 1 && parts.len() < before {
            continue;
        }
        run /= 2;
    }
    parts
}
