use super::*;
use crate::World;

#[test]
fn well_known_types_have_one_number() {
    let mut archive = Archive::default();
    let list = |elem| TypeNode::Array { elem, len: None };
    archive.meta.types =
        vec![list(1), TypeNode::Boolean, list(3), TypeNode::Int, TypeNode::Map(5), TypeNode::Json];
    let world = World::new(&Arc::new(archive), gc_heap::HeapConfig::default());
    let ids = &world.ids;
    assert_eq!([ids.boolean_list, ids.int_list, ids.json_map, ids.json], [0, 2, 4, 5]);
}
