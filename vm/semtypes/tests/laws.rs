//! Algebraic laws on random types.

mod common;

use common::*;
use proptest::prelude::*;
use semtypes::*;

fn leaf() -> impl Strategy<Value = Ty> {
    prop_oneof![
        Just(Ty::nil()),
        Just(Ty::boolean()),
        Just(Ty::int()),
        Just(Ty::byte()),
        Just(Ty::string()),
        Just(Ty::char()),
        Just(Ty::error()),
        Just(Ty::json()),
        Just(Ty::anydata()),
        Just(Ty::readonly()),
        (0i64..4).prop_map(int_const),
        prop_oneof![Just("a"), Just("bc")].prop_map(string_const),
        Just(Ty::new(TyKind::XmlElement)),
        Just(Ty::error_of(None, vec![DistinctId(1)])),
    ]
}

fn any_ty() -> impl Strategy<Value = Ty> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            inner.clone().prop_map(Ty::array),
            inner.clone().prop_map(|t| Ty::fixed_array(t, 2)),
            inner.clone().prop_map(Ty::map),
            inner.clone().prop_map(readonly),
            (proptest::collection::vec(inner.clone(), 0..3), proptest::option::of(inner.clone()))
                .prop_map(|(members, rest)| Ty::tuple(members, rest)),
            pair.clone().prop_map(|(a, b)| closed(&[("a", a), ("b?", b)])),
            pair.clone().prop_map(|(a, b)| Ty::record_of(vec![field("a?", a)], Some(b))),
            pair.clone().prop_map(|(a, b)| Ty::function_of([a], b)),
            pair.clone().prop_map(|(a, b)| union(&[a, b])),
            pair.clone().prop_map(|(a, b)| Ty::intersection([a, b])),
            pair.prop_map(|(a, b)| Ty::diff(a, b)),
            inner.prop_map(Ty::typedesc),
        ]
    })
}

fn any_set() -> impl Strategy<Value = SemType> {
    any_ty().prop_map(set)
}

proptest! {


    #[test]
    fn boolean_algebra(a in any_set(), b in any_set()) {
        prop_assert!(a.intersect(b).is_subtype(a));
        prop_assert!(a.is_subtype(a.union(b)));
        prop_assert!(a.diff(b).intersect(b).is_empty());
        prop_assert!(a.diff(b).union(a.intersect(b)).is_same(a));
        prop_assert!(a.union(b).is_same(b.union(a)));
        prop_assert!(a.intersect(b).is_same(b.intersect(a)));
        prop_assert!(a.complement().complement().is_same(a));
        prop_assert!(a.union(a.complement()).is_same(SemType::VALUE));
        prop_assert!(a.union(b).complement().is_same(a.complement().intersect(b.complement())));
        prop_assert!(a.intersect(b).complement().is_same(a.complement().union(b.complement())));
    }

    #[test]
    fn distributivity(a in any_set(), b in any_set(), c in any_set()) {
        prop_assert!(a.intersect(b.union(c)).is_same(a.intersect(b).union(a.intersect(c))));
        prop_assert!(a.diff(b.union(c)).is_same(a.diff(b).diff(c)));
    }

    #[test]
    fn subtyping_is_inclusion(a in any_set(), b in any_set(), c in any_set()) {
        prop_assert!(a.is_subtype(a));
        prop_assert_eq!(a.is_subtype(b), a.diff(b).is_empty());
        prop_assert_eq!(a.is_subtype(b), a.union(b).is_same(b));
        prop_assert_eq!(a.overlaps(b), b.overlaps(a));
        if a.is_subtype(b) && b.is_subtype(c) {
            prop_assert!(a.is_subtype(c));
        }
    }

    #[test]
    fn constructors_are_monotone(a in any_ty(), b in any_ty()) {
        let wider = union(&[a, b]);
        prop_assert!(set(Ty::array(a)).is_subtype(set(Ty::array(wider))));
        prop_assert!(set(Ty::map(a)).is_subtype(set(Ty::map(wider))));
        prop_assert!(set(tuple(&[a])).is_subtype(set(tuple(&[wider]))));
        prop_assert!(set(Ty::function_of([wider], a)).is_subtype(set(Ty::function_of([a], wider))));
        prop_assert!(set(readonly(a)).is_readonly());
        let member = set(Ty::array(a)).list_member_type(SemType::INT);
        prop_assert!(member.is_same(set(a)));
        prop_assert!(set(Ty::map(a)).mapping_member_type(None).ty.is_same(set(a)));
    }

    #[test]
    fn alternatives_cover_the_set(a in any_set()) {
        let lists = a.list_alternatives().iter().fold(SemType::NEVER, |t, l| t.union(l.ty));
        prop_assert!(lists.is_same(a.restrict(Basic::List.bit())));
        let mappings = a.mapping_alternatives().iter().fold(SemType::NEVER, |t, m| t.union(m.ty));
        prop_assert!(mappings.is_same(a.restrict(Basic::Mapping.bit())));
        prop_assert!(!describe(a).is_empty());
    }
}
