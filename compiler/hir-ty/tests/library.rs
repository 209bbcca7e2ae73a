//! The library's own sources have no errors.

mod common;

#[test]
fn library_modules_are_clean() {
    let (db, _) = common::program("");
    let mut all = Vec::new();
    for &m in base_db::Db::workspace(&db).modules(&db) {
        let name = m.name(&db);
        all.extend(
            common::diagnostics(&db, m)
                .into_iter()
                .filter(|d| !d.contains("Warning"))
                .map(|d| format!("{name} {d}")),
        );
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}
