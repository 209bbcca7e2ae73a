//! What a checker asks of sets, filler values, and texts.

mod common;

use common::*;
use semtypes::*;

#[test]
fn list_members() {
    let list = set(Ty::tuple(vec![Ty::int(), Ty::string()], Some(Ty::boolean())));
    assert_eq!(list.list_member_at(0), SemType::INT);
    assert_eq!(list.list_member_at(1), SemType::STRING);
    assert_eq!(list.list_member_at(9), SemType::BOOLEAN);
    assert!(list.list_member_at(-1).is_empty());
    assert_eq!(list.list_member_type(SemType::int_range(0, 1)), SemType::INT.union(SemType::STRING));
    assert_eq!(list.list_length(), Some((2, None)));
    let fixed = set(Ty::fixed_array(Ty::int(), 100));
    assert_eq!(fixed.list_member_at(99), SemType::INT);
    assert!(fixed.list_member_at(100).is_empty());
    assert_eq!(fixed.list_length(), Some((100, Some(100))));
    let either = set(union(&[tuple(&[Ty::int()]), Ty::array(Ty::string())]));
    assert_eq!(either.list_member_at(0), SemType::INT.union(SemType::STRING));
    assert_eq!(either.list_member_at(1), SemType::STRING);
    assert_eq!(SemType::VALUE.list_member_at(5), SemType::VALUE);
}

#[test]
fn constructor_alternatives() {
    let target = set(union(&[Ty::array(Ty::int()), readonly(tuple(&[Ty::string()])), Ty::string()]));
    let lists = target.list_alternatives();
    assert_eq!(lists.len(), 2);
    assert_eq!(lists.iter().filter(|l| l.readonly).count(), 1);
    let mapping = set(Ty::record_of(vec![field("a", Ty::int()), field("b?", Ty::string())], Some(Ty::nil())));
    let [one] = mapping.mapping_alternatives().try_into().unwrap();
    assert_eq!(one.rest, SemType::NIL);
    assert!(!one.readonly && one.field(name("b")).is_some_and(|f| f.optional && f.ty == SemType::STRING));
    let frozen = set(readonly(Ty::map(Ty::array(Ty::int())))).mapping_alternatives();
    assert!(frozen[0].readonly && frozen[0].rest.is_readonly());
    assert!(set(Ty::never()).list_alternatives().is_empty());
}

#[test]
fn mapping_members() {
    let record = set(Ty::record_of(vec![field("a", Ty::int()), field("b?", Ty::string())], None));
    let member = |key: &str| record.mapping_member_type(Some(name(key)));
    assert_eq!(member("a"), MemberType { ty: SemType::INT, optional: false });
    assert_eq!(member("b"), MemberType { ty: SemType::STRING, optional: true });
    assert_eq!(member("c"), MemberType { ty: SemType::NEVER, optional: true });
    assert_eq!(record.mapping_member_type(None).ty, SemType::INT.union(SemType::STRING));
    let either = set(union(&[closed(&[("a", Ty::int())]), Ty::map(Ty::string())]));
    let a = either.mapping_member_type(Some(name("a")));
    assert_eq!(a, MemberType { ty: SemType::INT.union(SemType::STRING), optional: true });
}

#[test]
fn functions() {
    let (int, string) = (Ty::int(), Ty::string());
    let args = |members: &[Ty]| set(readonly(tuple(members)));
    let f = set(Ty::function_of([int], string));
    assert_eq!(f.function_return(args(&[Ty::byte()])), Some(SemType::STRING));
    assert_eq!(f.function_return(args(&[string])), None);
    assert!(f.function_params().unwrap().list_member_at(0) == SemType::INT);
    let overloaded = set(Ty::intersection([Ty::function_of([int], int), Ty::function_of([string], string)]));
    assert_eq!(overloaded.function_return(args(&[int])), Some(SemType::INT));
    assert_eq!(
        overloaded.function_return(args(&[union(&[int, string])])),
        Some(SemType::INT.union(SemType::STRING))
    );
    let one_of = set(union(&[Ty::function_of([int], int), Ty::function_of([Ty::any()], string)]));
    assert_eq!(one_of.function_return(args(&[int])), Some(SemType::INT.union(SemType::STRING)));
    assert_eq!(one_of.function_return(args(&[string])), None);
    assert_eq!(set(Ty::new(TyKind::AnyFunction { isolated: false })).function_params(), None);
}

#[test]
fn other_projections() {
    let row = closed(&[("id", Ty::int()), ("name", Ty::string())]);
    let table = set(Ty::table(row, TableKey::Fields(vec![name("id")])));
    assert!(table.table_row_type().is_same(set(row)));
    assert_eq!(table.table_key_type(), SemType::INT);
    assert_eq!(table.table_key_fields(), Some(vec![name("id")]));
    assert_eq!(set(Ty::table(row, TableKey::None)).table_key_fields(), None);
    let stream = set(Ty::stream(Ty::int(), Ty::nilable(Ty::error())));
    assert_eq!(stream.stream_value_type(), SemType::INT);
    assert_eq!(stream.stream_completion_type(), SemType::NIL.union(SemType::ERROR));
    assert_eq!(set(Ty::typedesc(Ty::int())).typedesc_constraint(), SemType::INT);
    assert_eq!(set(Ty::future(Ty::int())).future_value_type(), SemType::INT);
    let error = set(Ty::error_of(Some(closed(&[("code", Ty::int())])), vec![]));
    assert_eq!(error.error_detail_type().mapping_member_type(Some(name("code"))).ty, SemType::INT);
    assert!(SemType::ERROR.error_detail_type().is_subtype(SemType::cloneable()));
    let xml = set(Ty::new(TyKind::Xml(Some(Ty::new(TyKind::XmlElement)))));
    assert!(xml.xml_item_type().is_same(set(Ty::new(TyKind::XmlElement))));
    assert_eq!(set(Ty::string()).iteration_type(), Some(SemType::char()));
    assert_eq!(set(Ty::array(Ty::int())).iteration_type(), Some(SemType::INT));
    assert_eq!(set(Ty::int()).iteration_type(), None);
}

#[test]
fn single_shapes() {
    let shape = |ty| set(ty).single_shape();
    assert_eq!(shape(int_const(4)), Some(Const::Int(4)));
    assert_eq!(shape(Ty::nil()), Some(Const::Nil));
    assert_eq!(shape(string_const("x")), Some(Const::string("x")));
    assert_eq!(shape(Ty::int()), None);
    assert_eq!(shape(union(&[int_const(4), string_const("x")])), None);
    let constant = Const::List(vec![Const::Int(1), Const::Mapping(vec![(name("a"), Const::Bool(true))])]);
    assert_eq!(shape(Ty::singleton(constant.clone())), Some(constant.clone()));
    assert!(set(Ty::anydata()).contains_const(&constant));
    assert!(!set(Ty::array(Ty::int())).contains_const(&constant));
    assert!(
        set(Ty::byte()).contains_const(&Const::Int(255)) && !set(Ty::byte()).contains_const(&Const::Int(256))
    );
    assert_eq!(set(union(&[Ty::byte(), int_const(-5)])).int_bounds(), Some((-5, 255)));
}

#[test]
fn predicates() {
    let ordered = |ty| set(ty).is_ordered();
    assert!(ordered(Ty::int()) && ordered(Ty::nilable(Ty::string())) && ordered(Ty::nil()));
    assert!(ordered(Ty::array(Ty::nilable(Ty::decimal()))));
    assert!(ordered(tuple(&[Ty::int(), Ty::string()])));
    assert!(!ordered(union(&[Ty::int(), Ty::float()])));
    assert!(!ordered(Ty::map(Ty::int())) && !ordered(Ty::any()));
    assert!(!ordered(union(&[tuple(&[Ty::int()]), tuple(&[Ty::string()])])));
    let defs = Defs::new([(0, Ty::array(def(0)))]);
    assert!(defs.set(def(0)).is_ordered());
    assert!(set(Ty::byte()).is_comparable(set(Ty::nilable(Ty::int()))));
    assert!(set(Ty::int()).is_equality_comparable(set(Ty::any())));
    assert!(!set(Ty::int()).is_equality_comparable(set(Ty::string())));
    assert!(!set(Ty::json()).inhabited_bits().contains(Basic::Table));
    assert!(set(tuple(&[Ty::never()])).inhabited_bits().is_empty());
    assert!(set(union(&[Ty::int(), tuple(&[Ty::never()])])).is_subtype_of_basic(Basic::Int.bit()));
}

#[test]
fn fillers() {
    let of = |ty| filler(ty, &NoDefs);
    let constant = |c| Some(Filler::Const(c));
    assert_eq!(of(Ty::byte()), constant(Const::Int(0)));
    assert_eq!(of(Ty::nilable(Ty::int())), constant(Const::Nil));
    assert_eq!(of(union(&[int_const(1), int_const(2)])), None);
    assert_eq!(of(union(&[int_const(0), int_const(2)])), constant(Const::Int(0)));
    assert_eq!(of(union(&[Ty::int(), Ty::string()])), None);
    assert_eq!(of(Ty::char()), None);
    assert_eq!(of(string_const("x")), constant(Const::string("x")));
    let ints = Ty::array(Ty::int());
    assert_eq!(of(ints), Some(Filler::Empty(ints)));
    assert_eq!(of(tuple(&[Ty::int(), Ty::char()])), None);
    assert_eq!(of(closed(&[("a", Ty::int())])), None);
    let optional = closed(&[("a?", Ty::int())]);
    assert_eq!(of(readonly(optional)), Some(Filler::Empty(readonly(optional))));
    assert_eq!(of(readonly(Ty::int())), constant(Const::Int(0)));
    let defs = Defs::new([(0, tuple(&[def(0)])), (1, Ty::array(def(1)))]);
    assert_eq!(filler(def(0), &defs), None);
    assert_eq!(filler(def(1), &defs), Some(Filler::Empty(defs.named(DefId(1)))));
}

#[test]
fn texts_of_declared_types() {
    let (int, string) = (Ty::int(), Ty::string());
    for (ty, text) in [
        (Ty::nilable(string), "string?"),
        (Ty::array(union(&[int, string])), "(int|string)[]"),
        (Ty::array(Ty::fixed_array(int, 2)), "int[][2]"),
        (Ty::array(Ty::nilable(int)), "(int?)[]"),
        (union(&[int, string, Ty::nil()]), "(int|string)?"),
        (Ty::map(int), "map<int>"),
        (Ty::record_of(vec![field("x", int)], Some(string)), "record {| int x; string...; |}"),
        (closed(&[("x?", int)]), "record {| int x?; |}"),
        (closed(&[]), "record {| |}"),
        (Ty::tuple(vec![int], Some(string)), "[int, string...]"),
        (Ty::function_of([int], string), "function (int) returns string"),
        (Ty::error_of(Some(closed(&[])), vec![]), "error<record {| |}>"),
        (Ty::table(Ty::map(int), TableKey::Fields(vec![name("a")])), "table<map<int>> key(a)"),
        (readonly(int), "readonly & int"),
        (Ty::stream(int, Ty::nil()), "stream<int>"),
        (string_const("a\"b"), "\"a\\\"b\""),
        (Ty::singleton(Const::float(1.5)), "1.5f"),
        (def(3), "T3"),
    ] {
        assert_eq!(ty.to_string(), text);
    }
}

#[test]
fn texts_of_sets() {
    for (ty, text) in [
        (Ty::nilable(Ty::int()), "int?"),
        (Ty::diff(Ty::boolean(), Ty::singleton(Const::Bool(true))), "false"),
        (Ty::array(union(&[Ty::int(), Ty::string()])), "(int|string)[]"),
        (readonly(Ty::map(Ty::int())), "readonly & map<int>"),
        (closed(&[("x", Ty::byte()), ("y?", Ty::json())]), "record {| byte x; json y?; |}"),
        (Ty::function_of([Ty::int()], Ty::nil()), "function (int) returns ()"),
        (Ty::never(), "never"),
        (union(&[string_const("a"), string_const("bb")]), "\"bb\"|\"a\""),
    ] {
        assert_eq!(describe(set(ty)), text);
    }
}

#[test]
fn interning() {
    assert_eq!(union(&[Ty::int(), union(&[Ty::int(), Ty::string()])]), union(&[Ty::int(), Ty::string()]));
    assert_eq!(union(&[Ty::int(), Ty::never()]), Ty::int());
    assert!(union(&[Ty::int(), Ty::missing()]).is_missing());
    assert!(Ty::array(Ty::missing()).has_missing() && Ty::array(def(1)).has_named());
    assert_eq!(size_of::<Ty>(), 8);
    assert_eq!(size_of::<SemType>(), 16);
    let defs = Defs::new([(1, def(2)), (2, Ty::int()), (3, def(3))]);
    assert_eq!(def(1).expand(&defs), Ty::int());
    assert!(def(3).expand(&defs).is_missing());
}
