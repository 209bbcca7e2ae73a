//! The subtype relation of the specification, one construct at a time.

mod common;

use common::*;
use semtypes::*;

#[test]
fn basic_types() {
    proper(Ty::int(), union(&[Ty::int(), Ty::string()]));
    proper(Ty::never(), Ty::nil());
    proper(Ty::any(), union(&[Ty::any(), Ty::error()]));
    unrelated(Ty::error(), Ty::any());
    unrelated(Ty::int(), Ty::float());
    same(union(&[Ty::singleton(Const::Bool(true)), Ty::singleton(Const::Bool(false))]), Ty::boolean());
    proper(Ty::byte(), Ty::int());
    same(Ty::byte(), Ty::new(TyKind::IntSubtype(IntSubtype::Unsigned8)));
    proper(
        Ty::new(TyKind::IntSubtype(IntSubtype::Signed8)),
        Ty::new(TyKind::IntSubtype(IntSubtype::Signed16)),
    );
    unrelated(Ty::new(TyKind::IntSubtype(IntSubtype::Signed8)), Ty::byte());
    proper(Ty::char(), Ty::string());
    proper(string_const("é"), Ty::char());
    unrelated(string_const("ab"), Ty::char());
    unrelated(string_const(""), Ty::char());
}

#[test]
fn singletons_are_shapes() {
    let float = |x| Ty::singleton(Const::float(x));
    same(float(0.0), float(-0.0));
    same(float(f64::NAN), float(-f64::NAN));
    let decimal = |t: &str| Ty::singleton(Const::decimal(t.parse().unwrap()));
    same(decimal("1.0"), decimal("1.00"));
    unrelated(decimal("1.0"), decimal("1.01"));
    proper(int_const(1), union(&[int_const(1), int_const(2)]));
}

#[test]
fn predefined_types() {
    proper(Ty::json(), Ty::anydata());
    proper(Ty::anydata(), Ty::any());
    proper(Ty::array(Ty::json()), Ty::json());
    proper(Ty::map(Ty::json()), Ty::json());
    proper(Ty::anydata(), Ty::new(TyKind::Cloneable));
    proper(Ty::readonly(), Ty::new(TyKind::Cloneable));
    not_sub(Ty::readonly(), Ty::anydata());
    is_sub(Ty::error(), Ty::readonly());
    is_sub(open(&[("x", Ty::int())]), Ty::anydata());
    not_sub(open(&[("x", Ty::int())]), Ty::json());
    is_sub(closed(&[("x", Ty::int()), ("next?", Ty::json())]), Ty::json());
    is_sub(Ty::table(Ty::map(Ty::int()), TableKey::None), Ty::anydata());
    not_sub(Ty::table(Ty::map(Ty::int()), TableKey::None), Ty::json());
    not_sub(Ty::map(Ty::any()), Ty::anydata());
    is_sub(Ty::new(TyKind::Xml(None)), Ty::anydata());
}

#[test]
fn lists() {
    let (int, string) = (Ty::int(), Ty::string());
    let two = tuple(&[int, int]);
    same(two, Ty::fixed_array(int, 2));
    proper(two, Ty::array(int));
    proper(Ty::array(int), Ty::array(union(&[int, string])));
    proper(union(&[Ty::array(int), Ty::array(string)]), Ty::array(union(&[int, string])));
    unrelated(Ty::fixed_array(int, 2), Ty::fixed_array(int, 3));
    unrelated(tuple(&[int]), tuple(&[int, string]));
    proper(tuple(&[int, string]), Ty::tuple(vec![int], Some(string)));
    same(Ty::tuple(vec![], Some(int)), Ty::array(int));
    same(Ty::array(Ty::never()), tuple(&[]));
    same(tuple(&[int, Ty::never()]), Ty::never());
    is_sub(Ty::fixed_array(int, 1_000_000_000_000), Ty::array(int));
    not_sub(Ty::fixed_array(int, 1_000_000_000_000), Ty::array(string));
    unrelated(Ty::fixed_array(int, 1_000_000), Ty::fixed_array(int, 1_000_001));
    same(union(&[tuple(&[]), Ty::tuple(vec![int], Some(int))]), Ty::array(int));
}

#[test]
fn a_mutable_union_member_is_more_than_the_union_of_lists() {
    let (int, string) = (Ty::int(), Ty::string());
    let either = union(&[int, string]);
    proper(union(&[tuple(&[int]), tuple(&[string])]), tuple(&[either]));
    same(readonly(union(&[tuple(&[int]), tuple(&[string])])), readonly(tuple(&[either])));
    proper(union(&[closed(&[("a", int)]), closed(&[("a", string)])]), closed(&[("a", either)]));
    // An optional field likewise: present or absent is decided by the inherent type.
    proper(union(&[closed(&[("a", int)]), closed(&[])]), closed(&[("a?", int)]));
}

#[test]
fn records_and_maps() {
    let (int, string) = (Ty::int(), Ty::string());
    proper(closed(&[("x", int)]), Ty::map(int));
    proper(closed(&[("x", int)]), open(&[("x", int)]));
    proper(closed(&[("x", int)]), closed(&[("x?", int)]));
    same(closed(&[("x", int), ("y", string)]), closed(&[("y", string), ("x", int)]));
    proper(open(&[("x", int), ("y", string)]), open(&[("x", int)]));
    unrelated(closed(&[("x", int), ("y", string)]), closed(&[("x", int)]));
    unrelated(open(&[("x", int)]), Ty::map(int));
    same(closed(&[("x", Ty::never())]), Ty::never());
    proper(closed(&[("x?", Ty::never())]), open(&[]));
    same(closed(&[("x?", Ty::never())]), closed(&[]));
    proper(closed(&[("a?", int)]), Ty::map(int));
    same(Ty::record_of(vec![], Some(int)), Ty::map(int));
    not_sub(Ty::map(int), closed(&[("a?", int)]));
    proper(Ty::map(int), Ty::map(union(&[int, string])));
    // Origin and defaults do not matter to the set.
    let record = RecordTy { fields: vec![field("x", int)], rest: None, origin: Some(DefId(7)) };
    same(Ty::record(record), closed(&[("x", int)]));
    assert_ne!(Ty::record_of(vec![], None), Ty::record_of(vec![field("x", int)], None));
}

#[test]
fn readonly_is_deep() {
    let ints = Ty::array(Ty::int());
    proper(readonly(ints), ints);
    proper(readonly(ints), Ty::readonly());
    not_sub(ints, Ty::readonly());
    same(readonly(Ty::array(ints)), readonly(Ty::array(readonly(ints))));
    not_sub(Ty::array(readonly(ints)), Ty::readonly());
    same(readonly(Ty::int()), Ty::int());
    is_sub(readonly(open(&[("x", ints)])), Ty::readonly());
    let frozen_field = |ty| FieldTy { readonly: true, ..field("x", ty) };
    is_sub(Ty::record_of(vec![frozen_field(ints)], None), Ty::readonly());
    not_sub(Ty::record_of(vec![frozen_field(ints)], Some(Ty::anydata())), Ty::readonly());
    proper(Ty::record_of(vec![frozen_field(Ty::int())], None), closed(&[("x", Ty::int())]));
    same(readonly(Ty::stream(Ty::int(), Ty::nil())), Ty::never());
    proper(readonly(Ty::new(TyKind::Xml(None))), Ty::new(TyKind::Xml(None)));
    is_sub(readonly(Ty::table(Ty::map(Ty::int()), TableKey::None)), Ty::readonly());
    is_sub(Ty::diff(ints, Ty::readonly()), ints);
    assert!(!set(Ty::diff(ints, Ty::readonly())).is_empty());
}

#[test]
fn structured_constants() {
    let one_two = Ty::singleton(Const::List(vec![Const::Int(1), Const::Int(2)]));
    is_sub(one_two, readonly(tuple(&[Ty::int(), Ty::int()])));
    is_sub(one_two, Ty::array(Ty::int()));
    not_sub(tuple(&[int_const(1), int_const(2)]), one_two);
    same(readonly(tuple(&[int_const(1), int_const(2)])), one_two);
    let mapping = |fields: &[(&str, i64)]| {
        Ty::singleton(Const::Mapping(fields.iter().map(|(n, v)| (name(n), Const::Int(*v))).collect()))
    };
    same(mapping(&[("a", 1), ("b", 2)]), mapping(&[("b", 2), ("a", 1)]));
    same(mapping(&[("a", 1)]), readonly(closed(&[("a", int_const(1))])));
}

#[test]
fn functions() {
    let (int, string, any) = (Ty::int(), Ty::string(), Ty::any());
    proper(Ty::function_of([any], int), Ty::function_of([int], any));
    unrelated(Ty::function_of([int], int), Ty::function_of([string], int));
    unrelated(Ty::function_of([int], int), Ty::function_of([], int));
    proper(Ty::function_of([int], int), Ty::new(TyKind::AnyFunction { isolated: false }));
    let either = union(&[int, string]);
    let overloaded = Ty::intersection([Ty::function_of([int], int), Ty::function_of([string], string)]);
    proper(overloaded, Ty::function_of([either], either));
    is_sub(overloaded, Ty::function_of([int], int));
    same(
        Ty::intersection([Ty::function_of([int], any), Ty::function_of([string], any)]),
        Ty::function_of([either], any),
    );
    let qualified = |isolated, transactional| {
        Ty::function(FunctionTy { params: vec![], rest: None, ret: int, isolated, transactional })
    };
    proper(qualified(true, false), qualified(false, false));
    proper(qualified(false, false), qualified(false, true));
    let isolated = Ty::new(TyKind::AnyFunction { isolated: true });
    proper(qualified(true, false), isolated);
    not_sub(qualified(false, false), isolated);
    proper(isolated, Ty::new(TyKind::AnyFunction { isolated: false }));
    let rest = Ty::function(FunctionTy {
        params: vec![],
        rest: Some(int),
        ret: int,
        isolated: false,
        transactional: false,
    });
    proper(rest, Ty::function_of([int, int], int));
}

fn object(members: Vec<MemberTy>) -> ObjectTy {
    ObjectTy { members, ..ObjectTy::default() }
}

fn member(text: &str, ty: Ty, kind: MemberKind) -> MemberTy {
    MemberTy { name: name(text), ty, visibility: Visibility::Public, kind }
}

const FIELD: MemberKind = MemberKind::Field { is_final: false };

#[test]
fn objects() {
    let method = || member("f", Ty::function_of([Ty::int()], Ty::int()), MemberKind::Method);
    let x = |ty| member("x", ty, FIELD);
    let both = Ty::object(object(vec![x(Ty::int()), method()]));
    proper(both, Ty::object(object(vec![method()])));
    proper(both, Ty::object(object(vec![])));
    proper(both, Ty::object(object(vec![x(Ty::any()), method()])));
    let private = MemberTy { visibility: Visibility::Private(DefId(1)), ..x(Ty::int()) };
    unrelated(Ty::object(object(vec![private])), Ty::object(object(vec![x(Ty::int())])));
    let isolated = Ty::object(ObjectTy { isolated: true, ..object(vec![]) });
    proper(isolated, Ty::object(object(vec![])));
    let client = Ty::object(ObjectTy { client: true, ..object(vec![]) });
    unrelated(isolated, client);
    let remote = Ty::object(object(vec![member("f", method().ty, MemberKind::Remote)]));
    unrelated(remote, Ty::object(object(vec![method()])));
    let id = |n| Ty::object(ObjectTy { distinct: vec![DistinctId(n)], ..object(vec![]) });
    unrelated(id(1), id(2));
    proper(id(1), Ty::object(object(vec![])));
    let both_ids = Ty::object(ObjectTy { distinct: vec![DistinctId(1), DistinctId(2)], ..object(vec![]) });
    same(Ty::intersection([id(1), id(2)]), both_ids);
    let frozen = Ty::object(ObjectTy { readonly: true, ..object(vec![x(Ty::array(Ty::int()))]) });
    is_sub(frozen, Ty::readonly());
    same(frozen, readonly(Ty::object(object(vec![x(Ty::array(Ty::int()))]))));
    not_sub(
        Ty::object(object(vec![member("x", Ty::int(), MemberKind::Field { is_final: true })])),
        Ty::readonly(),
    );
    assert!(set(isolated).is_shareable() && !set(both).is_shareable());
}

#[test]
fn resource_methods() {
    let get = |path: Vec<PathSegmentTy>, ret| {
        let kind = MemberKind::Resource { accessor: name("get"), path };
        Ty::object(object(vec![member("get", Ty::function_of([], ret), kind)]))
    };
    let literal = || PathSegmentTy::Literal(name("users"));
    let param = |ty| PathSegmentTy::Param { name: None, ty };
    proper(get(vec![literal()], Ty::int()), get(vec![literal()], Ty::any()));
    unrelated(get(vec![literal()], Ty::int()), get(vec![param(Ty::string())], Ty::int()));
    let either = union(&[Ty::int(), Ty::string()]);
    proper(get(vec![param(either)], Ty::int()), get(vec![param(Ty::int())], Ty::int()));
}

#[test]
fn errors() {
    let detail = |fields: &[(&str, Ty)]| Ty::error_of(Some(open(fields)), vec![]);
    proper(detail(&[("code", Ty::int())]), Ty::error());
    proper(detail(&[("code", Ty::int()), ("x", Ty::int())]), detail(&[("code", Ty::int())]));
    let distinct = |ids: &[u32]| Ty::error_of(None, ids.iter().map(|&i| DistinctId(i)).collect());
    proper(distinct(&[1]), Ty::error());
    unrelated(distinct(&[1]), distinct(&[2]));
    proper(distinct(&[1, 2]), distinct(&[1]));
    same(Ty::intersection([distinct(&[1]), distinct(&[2])]), distinct(&[1, 2]));
    same(Ty::error_of(Some(Ty::map(Ty::new(TyKind::Cloneable))), vec![]), Ty::error());
    // Details are immutable, so an error with one of two codes is one of two errors.
    let code = |ty| detail(&[("code", ty)]);
    same(code(union(&[Ty::int(), Ty::string()])), union(&[code(Ty::int()), code(Ty::string())]));
}

#[test]
fn tables() {
    let row = closed(&[("id", Ty::int()), ("name", Ty::string())]);
    let table = |key| Ty::table(row, key);
    let by = |names: &[&str]| TableKey::Fields(names.iter().map(|n| name(n)).collect());
    proper(table(by(&["id"])), table(TableKey::None));
    proper(table(by(&["id"])), table(TableKey::Type(Ty::int())));
    unrelated(table(by(&["id"])), table(by(&["name"])));
    unrelated(table(by(&["id"])), table(TableKey::Type(Ty::string())));
    proper(table(by(&["id", "name"])), table(TableKey::Type(tuple(&[Ty::int(), Ty::string()]))));
    proper(table(by(&["id"])), Ty::table(open(&[]), TableKey::None));
    proper(table(by(&[])), table(TableKey::Type(Ty::never())));
    not_sub(table(TableKey::None), table(TableKey::Type(Ty::int())));
}

#[test]
fn parametric_types() {
    let (int, either) = (Ty::int(), union(&[Ty::int(), Ty::string()]));
    let stream = |v| Ty::stream(v, Ty::nil());
    proper(stream(int), stream(either));
    proper(union(&[stream(int), stream(Ty::string())]), stream(either));
    proper(Ty::stream(int, Ty::nil()), Ty::stream(int, Ty::nilable(Ty::error())));
    proper(Ty::typedesc(int), Ty::typedesc(either));
    proper(Ty::future(int), Ty::future(either));
    same(Ty::typedesc(union(&[Ty::any(), Ty::error()])), Ty::new(TyKind::Typedesc(None)));
    same(Ty::future(union(&[Ty::any(), Ty::error()])), Ty::new(TyKind::Future(None)));
    is_sub(Ty::typedesc(int), Ty::readonly());
}

#[test]
fn xml() {
    let [element, comment, text] = [TyKind::XmlElement, TyKind::XmlComment, TyKind::XmlText].map(Ty::new);
    let all = Ty::new(TyKind::Xml(None));
    let sequence = |ty| Ty::new(TyKind::Xml(Some(ty)));
    proper(element, sequence(element));
    proper(sequence(element), all);
    proper(union(&[sequence(element), sequence(comment)]), sequence(union(&[element, comment])));
    same(sequence(text), text);
    same(sequence(all), all);
    unrelated(element, text);
    is_sub(sequence(Ty::never()), text);
    not_sub(sequence(Ty::never()), element);
    is_sub(text, Ty::readonly());
    not_sub(element, Ty::readonly());
}

#[test]
fn narrowing_by_difference() {
    let (int, string) = (Ty::int(), Ty::string());
    same(Ty::diff(union(&[int, string]), string), int);
    same(Ty::diff(Ty::nilable(Ty::array(int)), Ty::nil()), Ty::array(int));
    let (a, b) = (open(&[("kind", string_const("a"))]), open(&[("kind", string_const("b"))]));
    same(Ty::diff(union(&[a, b]), a), b);
    // Testing a mutable list for a narrower member type takes away only the lists that were made so.
    let lists = Ty::array(union(&[int, string]));
    assert!(!set(Ty::diff(lists, Ty::array(int))).is_empty());
    assert!(set(Ty::diff(lists, union(&[Ty::array(int), lists]))).is_empty());
}

#[test]
fn large_unions_stay_cheap() {
    let variant = |i: i64| {
        open(&[("kind", string_const(&format!("kind{i}"))), ("value", int_const(i)), ("next?", Ty::json())])
    };
    let forward = Ty::union((0..150).map(variant));
    let backward = Ty::union((0..150).rev().map(variant));
    let started = std::time::Instant::now();
    same(forward, backward);
    same(Ty::diff(forward, Ty::union((1..150).map(variant))), variant(0));
    proper(readonly(forward), backward);
    let tuples = |n: i64| Ty::union((0..n).map(|i| tuple(&[int_const(i), Ty::string(), int_const(i)])));
    proper(tuples(100), tuples(101));
    let texts = |n: i64| Ty::union((0..n).map(|i| string_const(&format!("text{i}"))));
    proper(texts(2000), texts(2001));
    assert!(started.elapsed().as_secs() < 10, "took {:?}", started.elapsed());
}
